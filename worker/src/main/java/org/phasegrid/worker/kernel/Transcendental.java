package org.phasegrid.worker.kernel;

/**
 * tanh, exp and erf from fma, multiplication and division alone, so that every machine, JVM and
 * lane gives the same bits; each within 3 ulp of the true value, NaN for NaN.
 *
 * <p>All rest on 2^k with k = y / ln 2 rounded to an integer and r = y - k ln 2 (Cody and Waite
 * 1980). exp(y) = 2^k (1 + expm1(r)). tanh(x) = 1 - 2 (1 - t) / ((2^k + 1) + (2^k - 1) t) with y =
 * 2|x| and t = tanh(r / 2); below 0.55 the polynomial for t is taken at |x| itself. The quotient (e
 * - 1) / (e + 1), e = exp(2|x|), was dropped: 4 ulp off and up to 3 ulp down between neighbours.
 * The coefficients are near-minimax; {@code polynomials.py} among the test resources makes them.
 */
public final class Transcendental {
  static final double ONE_OVER_SQRT_2 = 0.7071067811865476;
  static final double ONE_OVER_SQRT_2_PI = 0.3989422804014327;

  static final double LOG2_E = 0x1.71547652b82fep0;
  static final double LN_2_UPPER = 0x1.62e42fefa39efp-1;
  static final double LN_2_LOWER = 0x1.abc9e3b39803fp-56;

  /** Adding this rounds to an integer and leaves it in the low bits. */
  static final double ROUNDER = 0x1.8p52;

  static final long ONE = 0x3FF0000000000000L;

  /** Below this tanh is the polynomial alone; above, the power of two is at least 4. */
  static final double TANH_SMALL = 0.55;

  /** From here on tanh rounds to 1. */
  static final double TANH_LIMIT = 20;

  /** From here on erf rounds to 1. */
  static final double ERF_LIMIT = 6;

  static final double ERFC_CENTER = 2.5;

  /** Below and above, exp is 0 and infinite. */
  static final double EXP_LOWEST = -746;

  static final double EXP_HIGHEST = 710;

  static final double E2 = 0x1.0p-1;
  static final double E3 = 0x1.5555555555559p-3;
  static final double E4 = 0x1.555555555553fp-5;
  static final double E5 = 0x1.111111110f6d6p-7;
  static final double E6 = 0x1.6c16c16c1f0b1p-10;
  static final double E7 = 0x1.a01a01afd5238p-13;
  static final double E8 = 0x1.a01a017bb5e19p-16;
  static final double E9 = 0x1.71ddf87bda427p-19;
  static final double E10 = 0x1.27e5364e1e8a4p-22;
  static final double E11 = 0x1.af5e79a460792p-26;
  static final double E12 = 0x1.1ee8552340e73p-29;
  static final double W0 = -0x1.555555555554fp-2;
  static final double W1 = 0x1.111111111074ap-3;
  static final double W2 = -0x1.ba1ba1b97897dp-5;
  static final double W3 = 0x1.664f48584ea83p-6;
  static final double W4 = -0x1.226e2eee6e55bp-7;
  static final double W5 = 0x1.d6d2956f79d23p-9;
  static final double W6 = -0x1.7d8f827fbc82p-10;
  static final double W7 = 0x1.348102b290bf2p-11;
  static final double W8 = -0x1.e953f4705062bp-13;
  static final double W9 = 0x1.5d22cf8601cb9p-14;
  static final double W10 = -0x1.464345ed9a3e2p-16;
  static final double P0 = 0x1.06eba8214db69p-3;
  static final double P1 = -0x1.812746b0379e6p-2;
  static final double P2 = 0x1.ce2f21a042b2p-4;
  static final double P3 = -0x1.b82ce3128499ap-6;
  static final double P4 = 0x1.565bcd0db0293p-8;
  static final double P5 = -0x1.c02db3d8ec417p-11;
  static final double P6 = 0x1.f9a321a1047ecp-14;
  static final double P7 = -0x1.f4d1df376eb03p-17;
  static final double P8 = 0x1.b9def1868d92p-20;
  static final double P9 = -0x1.5f1d35fff3b0bp-23;
  static final double P10 = 0x1.f7a40a2e3430cp-27;
  static final double P11 = -0x1.386aa8894a52ep-30;
  static final double P12 = 0x1.05796a74048abp-34;
  static final double S0 = 0x1.afbb3f3b73443p-3;
  static final double S1 = -0x1.3086d7f01ac43p-4;
  static final double S2 = 0x1.98958a7a8c881p-6;
  static final double S3 = -0x1.0632076819d0dp-7;
  static final double S4 = 0x1.435c04e287559p-9;
  static final double S5 = -0x1.809ce89d019b4p-11;
  static final double S6 = 0x1.ba8a67e374689p-13;
  static final double S7 = -0x1.edd42792717dcp-15;
  static final double S8 = 0x1.0bcb9a064e958p-16;
  static final double S9 = -0x1.1ad0d78e450aap-18;
  static final double S10 = 0x1.235189e0bcfa6p-20;
  static final double S11 = -0x1.25165bfa7cc9p-22;
  static final double S12 = 0x1.203ce2b0db1p-24;
  static final double S13 = -0x1.15dffb7228156p-26;
  static final double S14 = 0x1.07a234c2c695dp-28;
  static final double S15 = -0x1.e1af103e4f15fp-31;
  static final double S16 = 0x1.a978b7b81e895p-33;
  static final double S17 = -0x1.ac484de8ba883p-35;
  static final double S18 = 0x1.94043aac403e6p-37;
  static final double S19 = -0x1.4f505b3bc7657p-40;
  static final double S20 = 0x1.08d184bff3045p-42;
  static final double S21 = -0x1.cf67d60c7144cp-43;
  static final double S22 = 0x1.5cfd657e44fccp-45;

  static final float LOG2_EF = 0x1.715476p0f;
  static final float LN_2_UPPERF = 0x1.62e43p-1f;
  static final float LN_2_LOWERF = -0x1.05c61p-29f;
  static final float ROUNDERF = 0x1.8p23f;
  static final int ONEF = 0x3F800000;
  static final float TANH_SMALLF = 0.55f;
  static final float TANH_LIMITF = 10;
  static final float ERF_LIMITF = 4;
  static final float ERFC_CENTERF = 2;
  static final float EXP_LOWESTF = -105;
  static final float EXP_HIGHESTF = 89;

  static final float E2F = 0x1.0p-1f;
  static final float E3F = 0x1.555554p-3f;
  static final float E4F = 0x1.5554bp-5f;
  static final float E5F = 0x1.111178p-7f;
  static final float E6F = 0x1.6d72bp-10f;
  static final float E7F = 0x1.a04a38p-13f;
  static final float W0F = -0x1.55554ap-2f;
  static final float W1F = 0x1.110d18p-3f;
  static final float W2F = -0x1.b92606p-5f;
  static final float W3F = 0x1.592774p-6f;
  static final float W4F = -0x1.9aaf1cp-8f;
  static final float P0F = 0x1.06eba8p-3f;
  static final float P1F = -0x1.81273ep-2f;
  static final float P2F = 0x1.ce2cf8p-4f;
  static final float P3F = -0x1.b7f90cp-6f;
  static final float P4F = 0x1.5405a6p-8f;
  static final float P5F = -0x1.a3f6a8p-11f;
  static final float P6F = 0x1.496948p-14f;
  static final float S0F = 0x1.05867p-2f;
  static final float S1F = -0x1.b57038p-4f;
  static final float S2F = 0x1.567586p-5f;
  static final float S3F = -0x1.fa819ep-7f;
  static final float S4F = 0x1.64336ep-8f;
  static final float S5F = -0x1.e561e4p-10f;
  static final float S6F = 0x1.35bb42p-11f;
  static final float S7F = -0x1.47ac64p-13f;
  static final float S8F = 0x1.1cb582p-14f;
  static final float S9F = -0x1.db7d6cp-16f;

  private Transcendental() {}

  /** tanh, odd to the bit and never above 1. */
  public static double tanh(double x) {
    double a = Math.min(Math.abs(x), TANH_LIMIT);
    double turns = Math.fma(a, 2 * LOG2_E, ROUNDER);
    double k = turns - ROUNDER;
    double rest = Math.fma(-k, LN_2_LOWER / 2, Math.fma(-k, LN_2_UPPER / 2, a));
    boolean small = a < TANH_SMALL;
    double t = tanhNearZero(small ? a : rest);
    double s = powerOfTwo(turns);
    double large = 1 - Math.fma(-2, t, 2) / Math.fma(s - 1, t, s + 1);
    return Math.copySign(small ? t : large, x);
  }

  /** x + x³ w(x²), |x| <= 0.55. */
  private static double tanhNearZero(double x) {
    double t = x * x;
    double q = W10;
    q = Math.fma(q, t, W9);
    q = Math.fma(q, t, W8);
    q = Math.fma(q, t, W7);
    q = Math.fma(q, t, W6);
    q = Math.fma(q, t, W5);
    q = Math.fma(q, t, W4);
    q = Math.fma(q, t, W3);
    q = Math.fma(q, t, W2);
    q = Math.fma(q, t, W1);
    q = Math.fma(q, t, W0);
    return Math.fma(x * t, q, x);
  }

  /** exp, gradual underflow included: the power of two is applied in two halves. */
  public static double exp(double x) {
    double y = Math.min(Math.max(x, EXP_LOWEST), EXP_HIGHEST);
    double k = Math.fma(y, LOG2_E, ROUNDER) - ROUNDER;
    double p = expm1(reduced(y, k));
    double half = Math.fma(k, 0.5, ROUNDER);
    double rest = k - (half - ROUNDER) + ROUNDER;
    return (1 + p) * powerOfTwo(half) * powerOfTwo(rest);
  }

  /** erf(x) = 2/√π ∫ exp(-t²) dt from 0 to x, odd to the bit and never above 1. */
  public static double erf(double x) {
    double a = Math.min(Math.abs(x), ERF_LIMIT);
    return Math.copySign(a < 1 ? erfBelowOne(a) : 1 - erfcAboveOne(a), x);
  }

  /** x + x p(x²), 0 <= x < 1. */
  private static double erfBelowOne(double x) {
    double t = x * x;
    double p = P12;
    p = Math.fma(p, t, P11);
    p = Math.fma(p, t, P10);
    p = Math.fma(p, t, P9);
    p = Math.fma(p, t, P8);
    p = Math.fma(p, t, P7);
    p = Math.fma(p, t, P6);
    p = Math.fma(p, t, P5);
    p = Math.fma(p, t, P4);
    p = Math.fma(p, t, P3);
    p = Math.fma(p, t, P2);
    p = Math.fma(p, t, P1);
    p = Math.fma(p, t, P0);
    return Math.fma(x, p, x);
  }

  /** exp(-x²) s(x - c), 1 <= x. */
  private static double erfcAboveOne(double x) {
    double d = x - ERFC_CENTER;
    double s = S22;
    s = Math.fma(s, d, S21);
    s = Math.fma(s, d, S20);
    s = Math.fma(s, d, S19);
    s = Math.fma(s, d, S18);
    s = Math.fma(s, d, S17);
    s = Math.fma(s, d, S16);
    s = Math.fma(s, d, S15);
    s = Math.fma(s, d, S14);
    s = Math.fma(s, d, S13);
    s = Math.fma(s, d, S12);
    s = Math.fma(s, d, S11);
    s = Math.fma(s, d, S10);
    s = Math.fma(s, d, S9);
    s = Math.fma(s, d, S8);
    s = Math.fma(s, d, S7);
    s = Math.fma(s, d, S6);
    s = Math.fma(s, d, S5);
    s = Math.fma(s, d, S4);
    s = Math.fma(s, d, S3);
    s = Math.fma(s, d, S2);
    s = Math.fma(s, d, S1);
    s = Math.fma(s, d, S0);
    double y = -(x * x);
    double turns = Math.fma(y, LOG2_E, ROUNDER);
    return (1 + expm1(reduced(y, turns - ROUNDER))) * powerOfTwo(turns) * s;
  }

  /** y - k ln 2, the product with the upper word of ln 2 exact. */
  private static double reduced(double y, double k) {
    return Math.fma(-k, LN_2_LOWER, Math.fma(-k, LN_2_UPPER, y));
  }

  /** exp(r) - 1 for |r| <= ln(2)/2: r + r² q(r). */
  private static double expm1(double r) {
    double q = E12;
    q = Math.fma(q, r, E11);
    q = Math.fma(q, r, E10);
    q = Math.fma(q, r, E9);
    q = Math.fma(q, r, E8);
    q = Math.fma(q, r, E7);
    q = Math.fma(q, r, E6);
    q = Math.fma(q, r, E5);
    q = Math.fma(q, r, E4);
    q = Math.fma(q, r, E3);
    q = Math.fma(q, r, E2);
    return Math.fma(r * r, q, r);
  }

  /** 2^k from {@code k + ROUNDER}, whose low bits hold k. */
  private static double powerOfTwo(double turns) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(turns) << 52) + ONE);
  }

  /** tanh, odd to the bit and never above 1. */
  public static float tanh(float x) {
    float a = Math.min(Math.abs(x), TANH_LIMITF);
    float turns = Math.fma(a, 2 * LOG2_EF, ROUNDERF);
    float k = turns - ROUNDERF;
    float rest = Math.fma(-k, LN_2_LOWERF / 2, Math.fma(-k, LN_2_UPPERF / 2, a));
    boolean small = a < TANH_SMALLF;
    float t = tanhNearZero(small ? a : rest);
    float s = powerOfTwo(turns);
    float large = 1 - Math.fma(-2, t, 2) / Math.fma(s - 1, t, s + 1);
    return Math.copySign(small ? t : large, x);
  }

  /** x + x³ w(x²), |x| <= 0.55. */
  private static float tanhNearZero(float x) {
    float t = x * x;
    float q = W4F;
    q = Math.fma(q, t, W3F);
    q = Math.fma(q, t, W2F);
    q = Math.fma(q, t, W1F);
    q = Math.fma(q, t, W0F);
    return Math.fma(x * t, q, x);
  }

  /** exp, gradual underflow included: the power of two is applied in two halves. */
  public static float exp(float x) {
    float y = Math.min(Math.max(x, EXP_LOWESTF), EXP_HIGHESTF);
    float k = Math.fma(y, LOG2_EF, ROUNDERF) - ROUNDERF;
    float p = expm1(reduced(y, k));
    float half = Math.fma(k, 0.5f, ROUNDERF);
    float rest = k - (half - ROUNDERF) + ROUNDERF;
    return (1 + p) * powerOfTwo(half) * powerOfTwo(rest);
  }

  /** erf(x) = 2/√π ∫ exp(-t²) dt from 0 to x, odd to the bit and never above 1. */
  public static float erf(float x) {
    float a = Math.min(Math.abs(x), ERF_LIMITF);
    return Math.copySign(a < 1 ? erfBelowOne(a) : 1 - erfcAboveOne(a), x);
  }

  /** x + x p(x²), 0 <= x < 1. */
  private static float erfBelowOne(float x) {
    float t = x * x;
    float p = P6F;
    p = Math.fma(p, t, P5F);
    p = Math.fma(p, t, P4F);
    p = Math.fma(p, t, P3F);
    p = Math.fma(p, t, P2F);
    p = Math.fma(p, t, P1F);
    p = Math.fma(p, t, P0F);
    return Math.fma(x, p, x);
  }

  /** exp(-x²) s(x - c), 1 <= x. */
  private static float erfcAboveOne(float x) {
    float d = x - ERFC_CENTERF;
    float s = S9F;
    s = Math.fma(s, d, S8F);
    s = Math.fma(s, d, S7F);
    s = Math.fma(s, d, S6F);
    s = Math.fma(s, d, S5F);
    s = Math.fma(s, d, S4F);
    s = Math.fma(s, d, S3F);
    s = Math.fma(s, d, S2F);
    s = Math.fma(s, d, S1F);
    s = Math.fma(s, d, S0F);
    float y = -(x * x);
    float turns = Math.fma(y, LOG2_EF, ROUNDERF);
    return (1 + expm1(reduced(y, turns - ROUNDERF))) * powerOfTwo(turns) * s;
  }

  /** y - k ln 2, the product with the upper word of ln 2 exact. */
  private static float reduced(float y, float k) {
    return Math.fma(-k, LN_2_LOWERF, Math.fma(-k, LN_2_UPPERF, y));
  }

  /** exp(r) - 1 for |r| <= ln(2)/2: r + r² q(r). */
  private static float expm1(float r) {
    float q = E7F;
    q = Math.fma(q, r, E6F);
    q = Math.fma(q, r, E5F);
    q = Math.fma(q, r, E4F);
    q = Math.fma(q, r, E3F);
    q = Math.fma(q, r, E2F);
    return Math.fma(r * r, q, r);
  }

  /** 2^k from {@code k + ROUNDERF}, whose low bits hold k. */
  private static float powerOfTwo(float turns) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(turns) << 23) + ONEF);
  }

  /** 1 / (1 + exp(-z)). */
  public static double sigmoid(double z) {
    return 1 / (1 + exp(-z));
  }

  /** z Phi(z) with the normal distribution function Phi(z) = (1 + erf(z / sqrt 2)) / 2. */
  public static double gelu(double z) {
    return z * (0.5 * (1 + erf(ONE_OVER_SQRT_2 * z)));
  }

  /** The derivative of {@link #gelu}: Phi + z p with the normal density p. */
  public static double geluSlope(double z) {
    return Math.fma(z, normalDensity(z), 0.5 * (1 + erf(ONE_OVER_SQRT_2 * z)));
  }

  /** exp(-z² / 2) / sqrt(2 pi). */
  public static double normalDensity(double z) {
    return ONE_OVER_SQRT_2_PI * exp(-0.5 * z * z);
  }
}
