package org.phasegrid.worker.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.phasegrid.worker.kernel.HerdKernels;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The step of an optimizer on one block, written down lane by lane and played for all lanes at
 * once. So a rule is written for one run, and every lane keeps its own rate, step and parameters of
 * the rule: they must only ask for the same operations.
 *
 * <p>While it is written, the tensors it is about are empty stand-ins: a rule that reads elements,
 * instead of leaving them to kernels, fails, and its runs go alone ({@link #plays}).
 */
final class Score implements Kernels {
  private enum Operation {
    SCALE,
    AXPY,
    DECAY,
    AVERAGE,
    AVERAGE_OF_SQUARES,
    ADAPTIVE_STEP,
    SUBTRACT,
    MULTIPLY,
    MULTIPLY_ADD
  }

  /**
   * One operation.
   *
   * @param tensors places of the tensors it is about: theta, gradient, memory
   * @param factors of every lane, (1, lanes) each
   */
  private record Note(Operation operation, int[] tensors, Tensor[] factors) {}

  private static final int THETA = 0;
  private static final int GRADIENT = 1;
  private static final int MEMORY = 2;

  private final Precision precision;
  private final int lanes;
  private final Tensor[] standIns;
  private final Tensor[] memory;
  private final List<Note> notes = new ArrayList<>();
  private int lane;
  private int written;
  private boolean complete;

  Score(Precision precision, int lanes, int memories) {
    this.precision = precision;
    this.lanes = lanes;
    standIns = new Tensor[MEMORY + memories];
    for (int i = 0; i < standIns.length; i++) {
      standIns[i] = Tensor.zeros(precision, 1, 0);
    }
    memory = java.util.Arrays.copyOfRange(standIns, MEMORY, standIns.length);
  }

  /** Whether the runs of this optimizer can stand in a herd. */
  static boolean plays(Training training) {
    try {
      new Score(training.initial().precision(), 1, training.optimizer().memories())
          .write(0, training, 0, 1);
      return true;
    } catch (UnsupportedOperationException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** Writes the step of one lane down. */
  void write(int itsLane, Training training, long step, double rate) {
    lane = itsLane;
    written = 0;
    training.optimizer().step(this, step, rate, standIns[THETA], standIns[GRADIENT], memory);
    if (complete && written != notes.size()) {
      throw different();
    }
    complete = true;
  }

  /** Takes the step in all lanes, on herds of the block's layout. */
  void play(Kernels kernels, Tensor theta, Tensor gradient, Tensor[] remembered) {
    HerdKernels herd = kernels.herd();
    for (int i = 0; i < notes.size(); i++) {
      Note note = notes.get(i);
      Tensor[] f = note.factors;
      Tensor a = of(note.tensors[0], theta, gradient, remembered);
      Tensor b = note.tensors.length > 1 ? of(note.tensors[1], theta, gradient, remembered) : a;
      Tensor c = note.tensors.length > 2 ? of(note.tensors[2], theta, gradient, remembered) : a;
      switch (note.operation) {
        case SCALE -> herd.scale(f[0], a);
        case AXPY -> herd.axpy(f[0], a, b);
        case DECAY -> herd.decay(f[0], a, b);
        case AVERAGE -> herd.average(f[0], f[1], a, b);
        case AVERAGE_OF_SQUARES -> herd.averageOfSquares(f[0], f[1], a, b);
        case ADAPTIVE_STEP -> herd.adaptiveStep(f[0], f[1], f[2], a, b, c);
        case SUBTRACT -> kernels.subtract(a, b, c);
        case MULTIPLY -> kernels.multiply(a, b);
        case MULTIPLY_ADD -> kernels.multiplyAdd(a, b, c);
      }
    }
  }

  private static Tensor of(int place, Tensor theta, Tensor gradient, Tensor[] remembered) {
    return place == THETA ? theta : place == GRADIENT ? gradient : remembered[place - MEMORY];
  }

  private int place(Tensor standIn) {
    for (int i = 0; i < standIns.length; i++) {
      if (standIns[i] == standIn) {
        return i;
      }
    }
    throw new UnsupportedOperationException("a tensor of the optimizer's own");
  }

  /** The note that is to be written, with room for its factors. */
  private Note note(Operation operation, int factors, Tensor a, Tensor b, Tensor c) {
    if (!complete) {
      int[] tensors =
          operation == Operation.SCALE
              ? new int[] {place(a)}
              : new int[] {place(a), place(b), place(c)};
      Tensor[] its = new Tensor[factors];
      for (int i = 0; i < factors; i++) {
        its[i] = Tensor.zeros(precision, 1, lanes);
      }
      notes.add(new Note(operation, tensors, its));
    }
    if (written >= notes.size()) {
      throw different();
    }
    Note note = notes.get(written++);
    if (note.operation != operation
        || standIns[note.tensors[0]] != a
        || (note.tensors.length > 1 && standIns[note.tensors[1]] != b)
        || (note.tensors.length > 1 && standIns[note.tensors[2]] != c)) {
      throw different();
    }
    return note;
  }

  private static IllegalStateException different() {
    return new IllegalStateException(
        "optimizers that do different operations cannot stand in one herd");
  }

  @Override
  public void scale(double s, Tensor x) {
    note(Operation.SCALE, 1, x, x, x).factors[0].set(lane, s);
  }

  @Override
  public void axpy(double s, Tensor x, Tensor y) {
    note(Operation.AXPY, 1, x, y, y).factors[0].set(lane, s);
  }

  @Override
  public void decay(double s, Tensor x, Tensor y) {
    note(Operation.DECAY, 1, x, y, y).factors[0].set(lane, s);
  }

  @Override
  public void average(double s, Tensor x, Tensor y) {
    Tensor[] factors = note(Operation.AVERAGE, 2, x, y, y).factors;
    factors[0].set(lane, s);
    factors[1].set(lane, 1 - s);
  }

  @Override
  public void averageOfSquares(double s, Tensor x, Tensor y) {
    Tensor[] factors = note(Operation.AVERAGE_OF_SQUARES, 2, x, y, y).factors;
    factors[0].set(lane, s);
    factors[1].set(lane, 1 - s);
  }

  @Override
  public void adaptiveStep(double s, double c, double epsilon, Tensor m, Tensor v, Tensor y) {
    Tensor[] factors = note(Operation.ADAPTIVE_STEP, 3, m, v, y).factors;
    factors[0].set(lane, s);
    factors[1].set(lane, c);
    factors[2].set(lane, epsilon);
  }

  @Override
  public void subtract(Tensor a, Tensor b, Tensor out) {
    note(Operation.SUBTRACT, 0, a, b, out);
  }

  @Override
  public void multiply(Tensor x, Tensor y) {
    note(Operation.MULTIPLY, 0, x, y, y);
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor out) {
    note(Operation.MULTIPLY_ADD, 0, x, y, out);
  }

  @Override
  public String describe() {
    return "score";
  }

  private static UnsupportedOperationException alone() {
    return new UnsupportedOperationException("no operation of a herd's optimizer");
  }

  @Override
  public void gemm(Tensor a, Tensor b, Tensor c) {
    throw alone();
  }

  @Override
  public void gemmTransposed(Tensor a, Tensor b, Tensor c) {
    throw alone();
  }

  @Override
  public void gemmByTransposed(Tensor a, Tensor b, Tensor c) {
    throw alone();
  }

  @Override
  public void transpose(Tensor a, Tensor out) {
    throw alone();
  }

  @Override
  public void rowSums(Tensor a, Tensor out) {
    throw alone();
  }

  @Override
  public void addToRows(double s, Tensor b, Tensor z) {
    throw alone();
  }

  @Override
  public void reflect(Tensor a, int m, Tensor v, Tensor w, Tensor x, Tensor p) {
    throw alone();
  }

  @Override
  public void reflectColumns(double s, Tensor x, Tensor a) {
    throw alone();
  }

  @Override
  public void rotateRows(Tensor c, Tensor s, Tensor a) {
    throw alone();
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    throw alone();
  }

  @Override
  public void dots(Tensor a, Tensor x, Tensor out) {
    throw alone();
  }

  @Override
  public void addRows(Tensor c, Tensor a, Tensor y) {
    throw alone();
  }

  @Override
  public double sumOfSquares(Tensor x) {
    throw alone();
  }

  @Override
  public double sum(Tensor x) {
    throw alone();
  }

  @Override
  public double sumOfAbsolutes(Tensor x) {
    throw alone();
  }

  @Override
  public void tanh(Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void tanhOfRows(double s, Tensor b, Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void tanhBackward(double s, Tensor h, Tensor d) {
    throw alone();
  }

  @Override
  public void exp(Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void erf(Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void sigmoid(Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void gelu(Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void geluSlope(Tensor z, Tensor out) {
    throw alone();
  }

  @Override
  public void relu(Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void reluOfRows(double s, Tensor b, Tensor z, Tensor h) {
    throw alone();
  }

  @Override
  public void reluBackward(double s, Tensor z, Tensor d) {
    throw alone();
  }

  @Override
  public void map(Tensor x, Tensor out, DoubleUnaryOperator f) {
    throw alone();
  }

  @Override
  public void softmaxTerms(Tensor f, Tensor m, Tensor s, Tensor p) {
    throw alone();
  }

  @Override
  public void softmaxSlopes(Tensor y, Tensor s, double examples, Tensor p) {
    throw alone();
  }

  @Override
  public int largestIn(Tensor rows, Tensor a) {
    throw alone();
  }

  @Override
  public boolean finite(Tensor x) {
    throw alone();
  }

  @Override
  public HerdKernels herd() {
    throw alone();
  }
}
