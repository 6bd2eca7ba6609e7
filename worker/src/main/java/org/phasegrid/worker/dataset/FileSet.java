package org.phasegrid.worker.dataset;

import java.util.OptionalInt;
import org.phasegrid.worker.random.Draws;

/**
 * A data set that is a file: its first examples, up to the limit, are trained on, the rest follows
 * them in the file. The draws do not matter.
 */
interface FileSet extends Dataset {
  /** Of which data set the messages speak. */
  String name();

  /** How many examples the file has. */
  int there();

  Limit limit();

  Standardize standardize();

  /** Examples {@code first} to {@code first + count - 1} of the file as they are. */
  Examples read(int first, int count);

  @Override
  default int examples() {
    return limit().of(name(), there());
  }

  @Override
  default OptionalInt rest() {
    return OptionalInt.of(there() - examples());
  }

  @Override
  default Examples draw(Draws draws) {
    Examples read = read(0, examples());
    standardize().apply(read.x(), read.x());
    return read;
  }

  @Override
  default Examples beside(Draws draws, String name, int count) {
    Examples read = read(examples(), count);
    standardize()
        .apply(read.x(), standardize() == Standardize.INPUT ? read(0, examples()).x() : read.x());
    return read;
  }
}
