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

/**
 * {@link Transcendental} in lanes: the same operations in the same order, branches as blends.
 *
 * <p>Each loop is one method with no call to another of ours: the compiler does not inline a callee
 * it has compiled already, and its vectors are then boxed (erf took 25 ns per element instead of
 * 4).
 */
final class VectorTranscendental {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

  private VectorTranscendental() {}

  static void tanh(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector x = DoubleVector.fromArray(F64, z, z0 + i);
      DoubleVector a = x.abs().min(DoubleVector.broadcast(F64, TANH_LIMIT));
      DoubleVector turns =
          a.fma(DoubleVector.broadcast(F64, 2 * LOG2_E), DoubleVector.broadcast(F64, ROUNDER));
      DoubleVector k = turns.sub(ROUNDER);
      DoubleVector rest =
          k.fma(
              DoubleVector.broadcast(F64, -LN_2_LOWER / 2),
              k.fma(DoubleVector.broadcast(F64, -LN_2_UPPER / 2), a));
      VectorMask<Double> small = a.compare(VectorOperators.LT, TANH_SMALL);
      DoubleVector r = rest.blend(a, small);
      DoubleVector square = r.mul(r);
      DoubleVector w = DoubleVector.broadcast(F64, W10);
      w = w.fma(square, DoubleVector.broadcast(F64, W9));
      w = w.fma(square, DoubleVector.broadcast(F64, W8));
      w = w.fma(square, DoubleVector.broadcast(F64, W7));
      w = w.fma(square, DoubleVector.broadcast(F64, W6));
      w = w.fma(square, DoubleVector.broadcast(F64, W5));
      w = w.fma(square, DoubleVector.broadcast(F64, W4));
      w = w.fma(square, DoubleVector.broadcast(F64, W3));
      w = w.fma(square, DoubleVector.broadcast(F64, W2));
      w = w.fma(square, DoubleVector.broadcast(F64, W1));
      w = w.fma(square, DoubleVector.broadcast(F64, W0));
      DoubleVector t = r.mul(square).fma(w, r);
      DoubleVector s =
          turns
              .reinterpretAsLongs()
              .lanewise(VectorOperators.LSHL, 52)
              .add(ONE)
              .reinterpretAsDoubles();
      DoubleVector top = t.fma(DoubleVector.broadcast(F64, -2.0), DoubleVector.broadcast(F64, 2.0));
      DoubleVector large =
          DoubleVector.broadcast(F64, 1.0).sub(top.div(s.sub(1.0).fma(t, s.add(1.0))));
      DoubleVector both = large.blend(t, small);
      both.reinterpretAsLongs()
          .or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
          .reinterpretAsDoubles()
          .intoArray(h, h0 + i);
    }
    ScalarKernels.tanh(z, z0 + end, h, h0 + end, n - end);
  }

  static void exp(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector x = DoubleVector.fromArray(F64, z, z0 + i);
      DoubleVector y = x.max(EXP_LOWEST).min(EXP_HIGHEST);
      DoubleVector k =
          y.fma(DoubleVector.broadcast(F64, LOG2_E), DoubleVector.broadcast(F64, ROUNDER))
              .sub(ROUNDER);
      DoubleVector r =
          k.fma(
              DoubleVector.broadcast(F64, -LN_2_LOWER),
              k.fma(DoubleVector.broadcast(F64, -LN_2_UPPER), y));
      DoubleVector q = DoubleVector.broadcast(F64, E12);
      q = q.fma(r, DoubleVector.broadcast(F64, E11));
      q = q.fma(r, DoubleVector.broadcast(F64, E10));
      q = q.fma(r, DoubleVector.broadcast(F64, E9));
      q = q.fma(r, DoubleVector.broadcast(F64, E8));
      q = q.fma(r, DoubleVector.broadcast(F64, E7));
      q = q.fma(r, DoubleVector.broadcast(F64, E6));
      q = q.fma(r, DoubleVector.broadcast(F64, E5));
      q = q.fma(r, DoubleVector.broadcast(F64, E4));
      q = q.fma(r, DoubleVector.broadcast(F64, E3));
      q = q.fma(r, DoubleVector.broadcast(F64, E2));
      DoubleVector p = r.mul(r).fma(q, r);
      DoubleVector half =
          k.fma(DoubleVector.broadcast(F64, 0.5), DoubleVector.broadcast(F64, ROUNDER));
      DoubleVector other = k.sub(half.sub(ROUNDER)).add(ROUNDER);
      DoubleVector first =
          half.reinterpretAsLongs()
              .lanewise(VectorOperators.LSHL, 52)
              .add(ONE)
              .reinterpretAsDoubles();
      DoubleVector second =
          other
              .reinterpretAsLongs()
              .lanewise(VectorOperators.LSHL, 52)
              .add(ONE)
              .reinterpretAsDoubles();
      p.add(1.0).mul(first).mul(second).intoArray(h, h0 + i);
    }
    ScalarKernels.exp(z, z0 + end, h, h0 + end, n - end);
  }

  static void erf(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector x = DoubleVector.fromArray(F64, z, z0 + i);
      DoubleVector a = x.abs().min(ERF_LIMIT);
      DoubleVector square = a.mul(a);
      DoubleVector p = DoubleVector.broadcast(F64, P12);
      p = p.fma(square, DoubleVector.broadcast(F64, P11));
      p = p.fma(square, DoubleVector.broadcast(F64, P10));
      p = p.fma(square, DoubleVector.broadcast(F64, P9));
      p = p.fma(square, DoubleVector.broadcast(F64, P8));
      p = p.fma(square, DoubleVector.broadcast(F64, P7));
      p = p.fma(square, DoubleVector.broadcast(F64, P6));
      p = p.fma(square, DoubleVector.broadcast(F64, P5));
      p = p.fma(square, DoubleVector.broadcast(F64, P4));
      p = p.fma(square, DoubleVector.broadcast(F64, P3));
      p = p.fma(square, DoubleVector.broadcast(F64, P2));
      p = p.fma(square, DoubleVector.broadcast(F64, P1));
      p = p.fma(square, DoubleVector.broadcast(F64, P0));
      DoubleVector small = a.fma(p, a);
      DoubleVector y = square.neg();
      DoubleVector turns =
          y.fma(DoubleVector.broadcast(F64, LOG2_E), DoubleVector.broadcast(F64, ROUNDER));
      DoubleVector k = turns.sub(ROUNDER);
      DoubleVector r =
          k.fma(
              DoubleVector.broadcast(F64, -LN_2_LOWER),
              k.fma(DoubleVector.broadcast(F64, -LN_2_UPPER), y));
      DoubleVector q = DoubleVector.broadcast(F64, E12);
      q = q.fma(r, DoubleVector.broadcast(F64, E11));
      q = q.fma(r, DoubleVector.broadcast(F64, E10));
      q = q.fma(r, DoubleVector.broadcast(F64, E9));
      q = q.fma(r, DoubleVector.broadcast(F64, E8));
      q = q.fma(r, DoubleVector.broadcast(F64, E7));
      q = q.fma(r, DoubleVector.broadcast(F64, E6));
      q = q.fma(r, DoubleVector.broadcast(F64, E5));
      q = q.fma(r, DoubleVector.broadcast(F64, E4));
      q = q.fma(r, DoubleVector.broadcast(F64, E3));
      q = q.fma(r, DoubleVector.broadcast(F64, E2));
      DoubleVector gauss =
          r.mul(r)
              .fma(q, r)
              .add(1.0)
              .mul(
                  turns
                      .reinterpretAsLongs()
                      .lanewise(VectorOperators.LSHL, 52)
                      .add(ONE)
                      .reinterpretAsDoubles());
      DoubleVector d = a.sub(ERFC_CENTER);
      DoubleVector s = DoubleVector.broadcast(F64, S22);
      s = s.fma(d, DoubleVector.broadcast(F64, S21));
      s = s.fma(d, DoubleVector.broadcast(F64, S20));
      s = s.fma(d, DoubleVector.broadcast(F64, S19));
      s = s.fma(d, DoubleVector.broadcast(F64, S18));
      s = s.fma(d, DoubleVector.broadcast(F64, S17));
      s = s.fma(d, DoubleVector.broadcast(F64, S16));
      s = s.fma(d, DoubleVector.broadcast(F64, S15));
      s = s.fma(d, DoubleVector.broadcast(F64, S14));
      s = s.fma(d, DoubleVector.broadcast(F64, S13));
      s = s.fma(d, DoubleVector.broadcast(F64, S12));
      s = s.fma(d, DoubleVector.broadcast(F64, S11));
      s = s.fma(d, DoubleVector.broadcast(F64, S10));
      s = s.fma(d, DoubleVector.broadcast(F64, S9));
      s = s.fma(d, DoubleVector.broadcast(F64, S8));
      s = s.fma(d, DoubleVector.broadcast(F64, S7));
      s = s.fma(d, DoubleVector.broadcast(F64, S6));
      s = s.fma(d, DoubleVector.broadcast(F64, S5));
      s = s.fma(d, DoubleVector.broadcast(F64, S4));
      s = s.fma(d, DoubleVector.broadcast(F64, S3));
      s = s.fma(d, DoubleVector.broadcast(F64, S2));
      s = s.fma(d, DoubleVector.broadcast(F64, S1));
      s = s.fma(d, DoubleVector.broadcast(F64, S0));
      DoubleVector large = DoubleVector.broadcast(F64, 1.0).sub(gauss.mul(s));
      DoubleVector both = large.blend(small, a.compare(VectorOperators.LT, 1.0));
      both.reinterpretAsLongs()
          .or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
          .reinterpretAsDoubles()
          .intoArray(h, h0 + i);
    }
    ScalarKernels.erf(z, z0 + end, h, h0 + end, n - end);
  }

  static void tanh(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector x = FloatVector.fromArray(F32, z, z0 + i);
      FloatVector a = x.abs().min(FloatVector.broadcast(F32, TANH_LIMITF));
      FloatVector turns =
          a.fma(FloatVector.broadcast(F32, 2 * LOG2_EF), FloatVector.broadcast(F32, ROUNDERF));
      FloatVector k = turns.sub(ROUNDERF);
      FloatVector rest =
          k.fma(
              FloatVector.broadcast(F32, -LN_2_LOWERF / 2),
              k.fma(FloatVector.broadcast(F32, -LN_2_UPPERF / 2), a));
      VectorMask<Float> small = a.compare(VectorOperators.LT, TANH_SMALLF);
      FloatVector r = rest.blend(a, small);
      FloatVector square = r.mul(r);
      FloatVector w = FloatVector.broadcast(F32, W4F);
      w = w.fma(square, FloatVector.broadcast(F32, W3F));
      w = w.fma(square, FloatVector.broadcast(F32, W2F));
      w = w.fma(square, FloatVector.broadcast(F32, W1F));
      w = w.fma(square, FloatVector.broadcast(F32, W0F));
      FloatVector t = r.mul(square).fma(w, r);
      FloatVector s =
          turns
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(ONEF)
              .reinterpretAsFloats();
      FloatVector top = t.fma(FloatVector.broadcast(F32, -2), FloatVector.broadcast(F32, 2));
      FloatVector large = FloatVector.broadcast(F32, 1).sub(top.div(s.sub(1).fma(t, s.add(1))));
      FloatVector both = large.blend(t, small);
      both.reinterpretAsInts()
          .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(h, h0 + i);
    }
    ScalarKernels.tanh(z, z0 + end, h, h0 + end, n - end);
  }

  static void exp(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector x = FloatVector.fromArray(F32, z, z0 + i);
      FloatVector y = x.max(EXP_LOWESTF).min(EXP_HIGHESTF);
      FloatVector k =
          y.fma(FloatVector.broadcast(F32, LOG2_EF), FloatVector.broadcast(F32, ROUNDERF))
              .sub(ROUNDERF);
      FloatVector r =
          k.fma(
              FloatVector.broadcast(F32, -LN_2_LOWERF),
              k.fma(FloatVector.broadcast(F32, -LN_2_UPPERF), y));
      FloatVector q = FloatVector.broadcast(F32, E7F);
      q = q.fma(r, FloatVector.broadcast(F32, E6F));
      q = q.fma(r, FloatVector.broadcast(F32, E5F));
      q = q.fma(r, FloatVector.broadcast(F32, E4F));
      q = q.fma(r, FloatVector.broadcast(F32, E3F));
      q = q.fma(r, FloatVector.broadcast(F32, E2F));
      FloatVector p = r.mul(r).fma(q, r);
      FloatVector half =
          k.fma(FloatVector.broadcast(F32, 0.5f), FloatVector.broadcast(F32, ROUNDERF));
      FloatVector other = k.sub(half.sub(ROUNDERF)).add(ROUNDERF);
      FloatVector first =
          half.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(ONEF)
              .reinterpretAsFloats();
      FloatVector second =
          other
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(ONEF)
              .reinterpretAsFloats();
      p.add(1).mul(first).mul(second).intoArray(h, h0 + i);
    }
    ScalarKernels.exp(z, z0 + end, h, h0 + end, n - end);
  }

  static void erf(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector x = FloatVector.fromArray(F32, z, z0 + i);
      FloatVector a = x.abs().min(ERF_LIMITF);
      FloatVector square = a.mul(a);
      FloatVector p = FloatVector.broadcast(F32, P6F);
      p = p.fma(square, FloatVector.broadcast(F32, P5F));
      p = p.fma(square, FloatVector.broadcast(F32, P4F));
      p = p.fma(square, FloatVector.broadcast(F32, P3F));
      p = p.fma(square, FloatVector.broadcast(F32, P2F));
      p = p.fma(square, FloatVector.broadcast(F32, P1F));
      p = p.fma(square, FloatVector.broadcast(F32, P0F));
      FloatVector small = a.fma(p, a);
      FloatVector y = square.neg();
      FloatVector turns =
          y.fma(FloatVector.broadcast(F32, LOG2_EF), FloatVector.broadcast(F32, ROUNDERF));
      FloatVector k = turns.sub(ROUNDERF);
      FloatVector r =
          k.fma(
              FloatVector.broadcast(F32, -LN_2_LOWERF),
              k.fma(FloatVector.broadcast(F32, -LN_2_UPPERF), y));
      FloatVector q = FloatVector.broadcast(F32, E7F);
      q = q.fma(r, FloatVector.broadcast(F32, E6F));
      q = q.fma(r, FloatVector.broadcast(F32, E5F));
      q = q.fma(r, FloatVector.broadcast(F32, E4F));
      q = q.fma(r, FloatVector.broadcast(F32, E3F));
      q = q.fma(r, FloatVector.broadcast(F32, E2F));
      FloatVector gauss =
          r.mul(r)
              .fma(q, r)
              .add(1)
              .mul(
                  turns
                      .reinterpretAsInts()
                      .lanewise(VectorOperators.LSHL, 23)
                      .add(ONEF)
                      .reinterpretAsFloats());
      FloatVector d = a.sub(ERFC_CENTERF);
      FloatVector s = FloatVector.broadcast(F32, S9F);
      s = s.fma(d, FloatVector.broadcast(F32, S8F));
      s = s.fma(d, FloatVector.broadcast(F32, S7F));
      s = s.fma(d, FloatVector.broadcast(F32, S6F));
      s = s.fma(d, FloatVector.broadcast(F32, S5F));
      s = s.fma(d, FloatVector.broadcast(F32, S4F));
      s = s.fma(d, FloatVector.broadcast(F32, S3F));
      s = s.fma(d, FloatVector.broadcast(F32, S2F));
      s = s.fma(d, FloatVector.broadcast(F32, S1F));
      s = s.fma(d, FloatVector.broadcast(F32, S0F));
      FloatVector large = FloatVector.broadcast(F32, 1).sub(gauss.mul(s));
      FloatVector both = large.blend(small, a.compare(VectorOperators.LT, 1));
      both.reinterpretAsInts()
          .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(h, h0 + i);
    }
    ScalarKernels.erf(z, z0 + end, h, h0 + end, n - end);
  }
}
