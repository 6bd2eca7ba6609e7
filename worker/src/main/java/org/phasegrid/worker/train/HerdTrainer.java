package org.phasegrid.worker.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Herd;
import org.phasegrid.worker.kernel.HerdKernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The loop of a herd: a run in each lane, each at its own step, every one with the bits that {@link
 * Trainer} gives it. A lane whose run has ended goes to the next of the queue at once; when the
 * queue is empty and only a few are left, these go on alone.
 */
public final class HerdTrainer {
  /**
   * A run that wants a lane.
   *
   * @param done gets where it came to
   */
  public record Candidate(Training training, Observer observer, Consumer<Trajectory> done) {}

  /** A lane at work. */
  private final class Place implements Course.State {
    private final int lane;
    private final Course course;
    private final Consumer<Trajectory> done;

    Place(int lane, Candidate candidate) {
      this.lane = lane;
      course = new Course(candidate.training(), candidate.observer());
      done = candidate.done();
    }

    @Override
    public boolean atRest() {
      boolean rest = zero(gradient, lane);
      for (Tensor remembered : memory) {
        rest = rest && zero(remembered, lane);
      }
      return rest;
    }

    @Override
    public Tensor theta() {
      return copy(theta, lane);
    }

    @Override
    public Tensor[] memory() {
      Tensor[] copies = new Tensor[memory.length];
      for (int m = 0; m < copies.length; m++) {
        copies[m] = copy(memory[m], lane);
      }
      return copies;
    }
  }

  private final Herd herd;
  private final Supplier<Optional<Candidate>> queue;
  private final int lanes;
  private final Precision precision;
  private final int parameters;
  private final Tensor theta;
  private final Tensor gradient;
  private final Tensor[] memory;
  private final double[] losses;
  private final @Nullable Place[] places;
  private final List<Part> parts = new ArrayList<>();

  /** A trained block of the herd, and what is done with it. */
  private record Part(Block block, Tensor theta, Tensor gradient, Tensor[] memory, Score score) {}

  private HerdTrainer(
      Herd herd, Precision precision, int memories, Supplier<Optional<Candidate>> queue) {
    this.herd = herd;
    this.queue = queue;
    this.precision = precision;
    lanes = herd.lanes();
    int size = 0;
    for (Block block : herd.blocks()) {
      size += block.size();
    }
    parameters = size;
    theta = Tensor.zeros(precision, size, lanes);
    gradient = Tensor.zeros(precision, size, lanes);
    memory = new Tensor[memories];
    for (int m = 0; m < memories; m++) {
      memory[m] = Tensor.zeros(precision, size, lanes);
    }
    losses = new double[lanes];
    places = new Place[lanes];
    for (Block block : herd.blocks()) {
      if (block.curved()) {
        throw new IllegalArgumentException(block.name() + " turns: its runs go alone");
      }
      if (block.trained()) {
        Tensor[] remembered = new Tensor[memories];
        for (int m = 0; m < memories; m++) {
          remembered[m] = window(block, memory[m]);
        }
        parts.add(
            new Part(
                block,
                window(block, theta),
                window(block, gradient),
                remembered,
                new Score(precision, lanes, memories)));
      }
    }
  }

  private Tensor window(Block block, Tensor tensor) {
    return tensor.view(block.start() * lanes, block.size(), lanes);
  }

  /** Whether a run's optimizer can step a herd. */
  public static boolean takes(Training training) {
    return Score.plays(training);
  }

  /**
   * Trains all of {@code queue} to their ends.
   *
   * @param precision the runs'
   * @param alone the number of runs that are faster alone than in a herd
   */
  public static void train(
      Herd herd, Precision precision, int alone, Supplier<Optional<Candidate>> queue) {
    Optional<Candidate> first = queue.get();
    if (first.isPresent()) {
      int memories = first.get().training().optimizer().memories();
      new HerdTrainer(herd, precision, memories, queue).train(first.get(), alone);
    }
  }

  private void train(Candidate first, int alone) {
    enter(0, first);
    int working = 1;
    for (int lane = 1; lane < lanes; lane++) {
      working += enter(lane) ? 1 : 0;
    }
    while (working > alone) {
      chooseBatches();
      herd.gradients(theta, gradient, losses);
      // What has ended is stepped too, before its lane is taken by the next or emptied.
      boolean[] ended = new boolean[lanes];
      boolean any = false;
      for (int lane = 0; lane < lanes; lane++) {
        Place place = places[lane];
        if (place != null) {
          ended[lane] = arrive(lane, place);
          any = any || ended[lane];
        }
      }
      update(ended);
      for (int lane = 0; any && lane < lanes; lane++) {
        if (ended[lane] && !enter(lane)) {
          working--;
        }
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      Place place = places[lane];
      if (place != null) {
        place.done.accept(Trainer.train(place.course, place.theta(), place.memory()));
      }
    }
  }

  /** Puts the next run of the queue into a lane, or empties it. */
  private boolean enter(int lane) {
    Optional<Candidate> next = queue.get();
    for (Tensor remembered : memory) {
      HerdKernels.put(Tensor.zeros(precision, 1, parameters), remembered, lane);
    }
    if (next.isEmpty()) {
      places[lane] = null;
      herd.leave(lane);
      HerdKernels.put(Tensor.zeros(precision, 1, parameters), theta, lane);
      return false;
    }
    enter(lane, next.get());
    return true;
  }

  private void enter(int lane, Candidate candidate) {
    Training training = candidate.training();
    places[lane] = new Place(lane, candidate);
    herd.enter(lane, training.examples());
    HerdKernels.put(training.initial(), theta, lane);
  }

  private void chooseBatches() {
    for (int lane = 0; lane < lanes; lane++) {
      Place place = places[lane];
      if (place != null) {
        Optional<int[]> chosen = place.course.update().batch(place.course.step());
        if (chosen.isPresent()) {
          herd.batch(lane, chosen.get());
        }
      }
    }
  }

  /** The verdict and the looks of a lane; true when its run has ended. */
  private boolean arrive(int lane, Place place) {
    Optional<Outcome> outcome = place.course.arrive(losses[lane], place);
    if (outcome.isEmpty()) {
      return false;
    }
    place.done.accept(place.course.trajectory(outcome.get(), losses[lane], place.theta()));
    return true;
  }

  private void update(boolean[] ended) {
    for (Part part : parts) {
      for (int lane = 0; lane < lanes; lane++) {
        Place place = places[lane];
        if (place != null && !ended[lane]) {
          Course course = place.course;
          Update its = course.update();
          part.score.write(
              lane,
              course.training(),
              course.step(),
              its.rate(course.training().rate(course.step()), part.block));
        }
      }
      part.score.play(herd.kernels(), part.theta, part.gradient, part.memory);
    }
    for (int lane = 0; lane < lanes; lane++) {
      Place place = places[lane];
      if (place != null && !ended[lane]) {
        place.course.advance();
      }
    }
  }

  private Tensor copy(Tensor of, int lane) {
    Tensor copy = Tensor.zeros(precision, 1, parameters);
    HerdKernels.take(of, lane, copy);
    return copy;
  }

  private static boolean zero(Tensor tensor, int lane) {
    for (int e = 0; e < tensor.rows(); e++) {
      if (tensor.get(e, lane) != 0) {
        return false;
      }
    }
    return true;
  }
}
