package org.phasegrid.worker.kernel;

import static org.phasegrid.worker.kernel.Transcendental.E10;
import static org.phasegrid.worker.kernel.Transcendental.E11;
import static org.phasegrid.worker.kernel.Transcendental.E12;
import static org.phasegrid.worker.kernel.Transcendental.E2;
import static org.phasegrid.worker.kernel.Transcendental.E2F;
import static org.phasegrid.worker.kernel.Transcendental.E3;
import static org.phasegrid.worker.kernel.Transcendental.E3F;
import static org.phasegrid.worker.kernel.Transcendental.E4;
import static org.phasegrid.worker.kernel.Transcendental.E4F;
import static org.phasegrid.worker.kernel.Transcendental.E5;
import static org.phasegrid.worker.kernel.Transcendental.E5F;
import static org.phasegrid.worker.kernel.Transcendental.E6;
import static org.phasegrid.worker.kernel.Transcendental.E6F;
import static org.phasegrid.worker.kernel.Transcendental.E7;
import static org.phasegrid.worker.kernel.Transcendental.E7F;
import static org.phasegrid.worker.kernel.Transcendental.E8;
import static org.phasegrid.worker.kernel.Transcendental.E9;
import static org.phasegrid.worker.kernel.Transcendental.ERFC_CENTER;
import static org.phasegrid.worker.kernel.Transcendental.ERFC_CENTERF;
import static org.phasegrid.worker.kernel.Transcendental.ERF_LIMIT;
import static org.phasegrid.worker.kernel.Transcendental.ERF_LIMITF;
import static org.phasegrid.worker.kernel.Transcendental.EXP_HIGHEST;
import static org.phasegrid.worker.kernel.Transcendental.EXP_HIGHESTF;
import static org.phasegrid.worker.kernel.Transcendental.EXP_LOWEST;
import static org.phasegrid.worker.kernel.Transcendental.EXP_LOWESTF;
import static org.phasegrid.worker.kernel.Transcendental.LN_2_LOWER;
import static org.phasegrid.worker.kernel.Transcendental.LN_2_LOWERF;
import static org.phasegrid.worker.kernel.Transcendental.LN_2_UPPER;
import static org.phasegrid.worker.kernel.Transcendental.LN_2_UPPERF;
import static org.phasegrid.worker.kernel.Transcendental.LOG2_E;
import static org.phasegrid.worker.kernel.Transcendental.LOG2_EF;
import static org.phasegrid.worker.kernel.Transcendental.ONE;
import static org.phasegrid.worker.kernel.Transcendental.ONEF;
import static org.phasegrid.worker.kernel.Transcendental.P0;
import static org.phasegrid.worker.kernel.Transcendental.P0F;
import static org.phasegrid.worker.kernel.Transcendental.P1;
import static org.phasegrid.worker.kernel.Transcendental.P10;
import static org.phasegrid.worker.kernel.Transcendental.P11;
import static org.phasegrid.worker.kernel.Transcendental.P12;
import static org.phasegrid.worker.kernel.Transcendental.P1F;
import static org.phasegrid.worker.kernel.Transcendental.P2;
import static org.phasegrid.worker.kernel.Transcendental.P2F;
import static org.phasegrid.worker.kernel.Transcendental.P3;
import static org.phasegrid.worker.kernel.Transcendental.P3F;
import static org.phasegrid.worker.kernel.Transcendental.P4;
import static org.phasegrid.worker.kernel.Transcendental.P4F;
import static org.phasegrid.worker.kernel.Transcendental.P5;
import static org.phasegrid.worker.kernel.Transcendental.P5F;
import static org.phasegrid.worker.kernel.Transcendental.P6;
import static org.phasegrid.worker.kernel.Transcendental.P6F;
import static org.phasegrid.worker.kernel.Transcendental.P7;
import static org.phasegrid.worker.kernel.Transcendental.P8;
import static org.phasegrid.worker.kernel.Transcendental.P9;
import static org.phasegrid.worker.kernel.Transcendental.ROUNDER;
import static org.phasegrid.worker.kernel.Transcendental.ROUNDERF;
import static org.phasegrid.worker.kernel.Transcendental.S0;
import static org.phasegrid.worker.kernel.Transcendental.S0F;
import static org.phasegrid.worker.kernel.Transcendental.S1;
import static org.phasegrid.worker.kernel.Transcendental.S10;
import static org.phasegrid.worker.kernel.Transcendental.S11;
import static org.phasegrid.worker.kernel.Transcendental.S12;
import static org.phasegrid.worker.kernel.Transcendental.S13;
import static org.phasegrid.worker.kernel.Transcendental.S14;
import static org.phasegrid.worker.kernel.Transcendental.S15;
import static org.phasegrid.worker.kernel.Transcendental.S16;
import static org.phasegrid.worker.kernel.Transcendental.S17;
import static org.phasegrid.worker.kernel.Transcendental.S18;
import static org.phasegrid.worker.kernel.Transcendental.S19;
import static org.phasegrid.worker.kernel.Transcendental.S1F;
import static org.phasegrid.worker.kernel.Transcendental.S2;
import static org.phasegrid.worker.kernel.Transcendental.S20;
import static org.phasegrid.worker.kernel.Transcendental.S21;
import static org.phasegrid.worker.kernel.Transcendental.S22;
import static org.phasegrid.worker.kernel.Transcendental.S2F;
import static org.phasegrid.worker.kernel.Transcendental.S3;
import static org.phasegrid.worker.kernel.Transcendental.S3F;
import static org.phasegrid.worker.kernel.Transcendental.S4;
import static org.phasegrid.worker.kernel.Transcendental.S4F;
import static org.phasegrid.worker.kernel.Transcendental.S5;
import static org.phasegrid.worker.kernel.Transcendental.S5F;
import static org.phasegrid.worker.kernel.Transcendental.S6;
import static org.phasegrid.worker.kernel.Transcendental.S6F;
import static org.phasegrid.worker.kernel.Transcendental.S7;
import static org.phasegrid.worker.kernel.Transcendental.S7F;
import static org.phasegrid.worker.kernel.Transcendental.S8;
import static org.phasegrid.worker.kernel.Transcendental.S8F;
import static org.phasegrid.worker.kernel.Transcendental.S9;
import static org.phasegrid.worker.kernel.Transcendental.S9F;
import static org.phasegrid.worker.kernel.Transcendental.TANH_LIMIT;
import static org.phasegrid.worker.kernel.Transcendental.TANH_LIMITF;
import static org.phasegrid.worker.kernel.Transcendental.TANH_SMALL;
import static org.phasegrid.worker.kernel.Transcendental.TANH_SMALLF;
import static org.phasegrid.worker.kernel.Transcendental.W0;
import static org.phasegrid.worker.kernel.Transcendental.W0F;
import static org.phasegrid.worker.kernel.Transcendental.W1;
import static org.phasegrid.worker.kernel.Transcendental.W10;
import static org.phasegrid.worker.kernel.Transcendental.W1F;
import static org.phasegrid.worker.kernel.Transcendental.W2;
import static org.phasegrid.worker.kernel.Transcendental.W2F;
import static org.phasegrid.worker.kernel.Transcendental.W3;
import static org.phasegrid.worker.kernel.Transcendental.W3F;
import static org.phasegrid.worker.kernel.Transcendental.W4;
import static org.phasegrid.worker.kernel.Transcendental.W4F;
import static org.phasegrid.worker.kernel.Transcendental.W5;
import static org.phasegrid.worker.kernel.Transcendental.W6;
import static org.phasegrid.worker.kernel.Transcendental.W7;
import static org.phasegrid.worker.kernel.Transcendental.W8;
import static org.phasegrid.worker.kernel.Transcendental.W9;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Transcendental} in lanes: the same operations in the same order, branches as blends. */
final class VectorTranscendental {
  static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

  private VectorTranscendental() {}

  static DoubleVector tanh(DoubleVector x) {
    DoubleVector a = x.abs().min(of(TANH_LIMIT));
    DoubleVector turns = a.fma(of(2 * LOG2_E), of(ROUNDER));
    DoubleVector k = turns.sub(of(ROUNDER));
    DoubleVector rest = k.fma(of(-LN_2_LOWER / 2), k.fma(of(-LN_2_UPPER / 2), a));
    VectorMask<Double> small = a.compare(VectorOperators.LT, of(TANH_SMALL));
    DoubleVector t = tanhNearZero(rest.blend(a, small));
    DoubleVector s = powerOfTwo(turns);
    DoubleVector large =
        of(1.0).sub(t.fma(of(-2.0), of(2.0)).div(s.sub(of(1.0)).fma(t, s.add(of(1.0)))));
    return withSign(large.blend(t, small), x);
  }

  private static DoubleVector tanhNearZero(DoubleVector x) {
    DoubleVector t = x.mul(x);
    DoubleVector q = of(W10);
    q = q.fma(t, of(W9));
    q = q.fma(t, of(W8));
    q = q.fma(t, of(W7));
    q = q.fma(t, of(W6));
    q = q.fma(t, of(W5));
    q = q.fma(t, of(W4));
    q = q.fma(t, of(W3));
    q = q.fma(t, of(W2));
    q = q.fma(t, of(W1));
    q = q.fma(t, of(W0));
    return x.mul(t).fma(q, x);
  }

  static DoubleVector exp(DoubleVector x) {
    DoubleVector y = x.max(of(EXP_LOWEST)).min(of(EXP_HIGHEST));
    DoubleVector k = y.fma(of(LOG2_E), of(ROUNDER)).sub(of(ROUNDER));
    DoubleVector p = expm1(reduced(y, k));
    DoubleVector half = k.fma(of(0.5), of(ROUNDER));
    DoubleVector rest = k.sub(half.sub(of(ROUNDER))).add(of(ROUNDER));
    return p.add(of(1.0)).mul(powerOfTwo(half)).mul(powerOfTwo(rest));
  }

  static DoubleVector erf(DoubleVector x) {
    DoubleVector a = x.abs().min(of(ERF_LIMIT));
    DoubleVector large = of(1.0).sub(erfcAboveOne(a));
    return withSign(large.blend(erfBelowOne(a), a.compare(VectorOperators.LT, of(1.0))), x);
  }

  private static DoubleVector erfBelowOne(DoubleVector x) {
    DoubleVector t = x.mul(x);
    DoubleVector p = of(P12);
    p = p.fma(t, of(P11));
    p = p.fma(t, of(P10));
    p = p.fma(t, of(P9));
    p = p.fma(t, of(P8));
    p = p.fma(t, of(P7));
    p = p.fma(t, of(P6));
    p = p.fma(t, of(P5));
    p = p.fma(t, of(P4));
    p = p.fma(t, of(P3));
    p = p.fma(t, of(P2));
    p = p.fma(t, of(P1));
    p = p.fma(t, of(P0));
    return x.fma(p, x);
  }

  private static DoubleVector erfcAboveOne(DoubleVector x) {
    DoubleVector y = x.neg().mul(x);
    DoubleVector turns = y.fma(of(LOG2_E), of(ROUNDER));
    DoubleVector p = expm1(reduced(y, turns.sub(of(ROUNDER))));
    return p.add(of(1.0)).mul(powerOfTwo(turns)).mul(erfcScaled(x.sub(of(ERFC_CENTER))));
  }

  private static DoubleVector erfcScaled(DoubleVector d) {
    DoubleVector s = of(S22);
    s = s.fma(d, of(S21));
    s = s.fma(d, of(S20));
    s = s.fma(d, of(S19));
    s = s.fma(d, of(S18));
    s = s.fma(d, of(S17));
    s = s.fma(d, of(S16));
    s = s.fma(d, of(S15));
    s = s.fma(d, of(S14));
    s = s.fma(d, of(S13));
    s = s.fma(d, of(S12));
    s = s.fma(d, of(S11));
    s = s.fma(d, of(S10));
    s = s.fma(d, of(S9));
    s = s.fma(d, of(S8));
    s = s.fma(d, of(S7));
    s = s.fma(d, of(S6));
    s = s.fma(d, of(S5));
    s = s.fma(d, of(S4));
    s = s.fma(d, of(S3));
    s = s.fma(d, of(S2));
    s = s.fma(d, of(S1));
    s = s.fma(d, of(S0));
    return s;
  }

  private static DoubleVector reduced(DoubleVector y, DoubleVector k) {
    return k.fma(of(-LN_2_LOWER), k.fma(of(-LN_2_UPPER), y));
  }

  private static DoubleVector expm1(DoubleVector r) {
    DoubleVector q = of(E12);
    q = q.fma(r, of(E11));
    q = q.fma(r, of(E10));
    q = q.fma(r, of(E9));
    q = q.fma(r, of(E8));
    q = q.fma(r, of(E7));
    q = q.fma(r, of(E6));
    q = q.fma(r, of(E5));
    q = q.fma(r, of(E4));
    q = q.fma(r, of(E3));
    q = q.fma(r, of(E2));
    return r.mul(r).fma(q, r);
  }

  private static DoubleVector powerOfTwo(DoubleVector turns) {
    return turns
        .reinterpretAsLongs()
        .lanewise(VectorOperators.LSHL, 52)
        .add(ONE)
        .reinterpretAsDoubles();
  }

  /** {@code value}, which is not negative, with the sign of {@code x}. */
  private static DoubleVector withSign(DoubleVector value, DoubleVector x) {
    return value
        .reinterpretAsLongs()
        .or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
        .reinterpretAsDoubles();
  }

  private static DoubleVector of(double x) {
    return DoubleVector.broadcast(F64, x);
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs().min(of(TANH_LIMITF));
    FloatVector turns = a.fma(of(2 * LOG2_EF), of(ROUNDERF));
    FloatVector k = turns.sub(of(ROUNDERF));
    FloatVector rest = k.fma(of(-LN_2_LOWERF / 2), k.fma(of(-LN_2_UPPERF / 2), a));
    VectorMask<Float> small = a.compare(VectorOperators.LT, of(TANH_SMALLF));
    FloatVector t = tanhNearZero(rest.blend(a, small));
    FloatVector s = powerOfTwo(turns);
    FloatVector large = of(1).sub(t.fma(of(-2), of(2)).div(s.sub(of(1)).fma(t, s.add(of(1)))));
    return withSign(large.blend(t, small), x);
  }

  private static FloatVector tanhNearZero(FloatVector x) {
    FloatVector t = x.mul(x);
    FloatVector q = of(W4F);
    q = q.fma(t, of(W3F));
    q = q.fma(t, of(W2F));
    q = q.fma(t, of(W1F));
    q = q.fma(t, of(W0F));
    return x.mul(t).fma(q, x);
  }

  static FloatVector exp(FloatVector x) {
    FloatVector y = x.max(of(EXP_LOWESTF)).min(of(EXP_HIGHESTF));
    FloatVector k = y.fma(of(LOG2_EF), of(ROUNDERF)).sub(of(ROUNDERF));
    FloatVector p = expm1(reduced(y, k));
    FloatVector half = k.fma(of(0.5f), of(ROUNDERF));
    FloatVector rest = k.sub(half.sub(of(ROUNDERF))).add(of(ROUNDERF));
    return p.add(of(1)).mul(powerOfTwo(half)).mul(powerOfTwo(rest));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs().min(of(ERF_LIMITF));
    FloatVector large = of(1).sub(erfcAboveOne(a));
    return withSign(large.blend(erfBelowOne(a), a.compare(VectorOperators.LT, of(1))), x);
  }

  private static FloatVector erfBelowOne(FloatVector x) {
    FloatVector t = x.mul(x);
    FloatVector p = of(P6F);
    p = p.fma(t, of(P5F));
    p = p.fma(t, of(P4F));
    p = p.fma(t, of(P3F));
    p = p.fma(t, of(P2F));
    p = p.fma(t, of(P1F));
    p = p.fma(t, of(P0F));
    return x.fma(p, x);
  }

  private static FloatVector erfcAboveOne(FloatVector x) {
    FloatVector y = x.neg().mul(x);
    FloatVector turns = y.fma(of(LOG2_EF), of(ROUNDERF));
    FloatVector p = expm1(reduced(y, turns.sub(of(ROUNDERF))));
    return p.add(of(1)).mul(powerOfTwo(turns)).mul(erfcScaled(x.sub(of(ERFC_CENTERF))));
  }

  private static FloatVector erfcScaled(FloatVector d) {
    FloatVector s = of(S9F);
    s = s.fma(d, of(S8F));
    s = s.fma(d, of(S7F));
    s = s.fma(d, of(S6F));
    s = s.fma(d, of(S5F));
    s = s.fma(d, of(S4F));
    s = s.fma(d, of(S3F));
    s = s.fma(d, of(S2F));
    s = s.fma(d, of(S1F));
    s = s.fma(d, of(S0F));
    return s;
  }

  private static FloatVector reduced(FloatVector y, FloatVector k) {
    return k.fma(of(-LN_2_LOWERF), k.fma(of(-LN_2_UPPERF), y));
  }

  private static FloatVector expm1(FloatVector r) {
    FloatVector q = of(E7F);
    q = q.fma(r, of(E6F));
    q = q.fma(r, of(E5F));
    q = q.fma(r, of(E4F));
    q = q.fma(r, of(E3F));
    q = q.fma(r, of(E2F));
    return r.mul(r).fma(q, r);
  }

  private static FloatVector powerOfTwo(FloatVector turns) {
    return turns
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 23)
        .add(ONEF)
        .reinterpretAsFloats();
  }

  /** {@code value}, which is not negative, with the sign of {@code x}. */
  private static FloatVector withSign(FloatVector value, FloatVector x) {
    return value
        .reinterpretAsInts()
        .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
        .reinterpretAsFloats();
  }

  private static FloatVector of(float x) {
    return FloatVector.broadcast(F32, x);
  }
}
