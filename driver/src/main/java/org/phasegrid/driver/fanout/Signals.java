package org.phasegrid.driver.fanout;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** While open, Ctrl-C and a polite kill interrupt one thread instead of ending the JVM. */
final class Signals implements AutoCloseable {
  private final SignalHandler beforeInt;
  private final SignalHandler beforeTerm;

  private Signals(Thread thread) {
    beforeInt = Signal.handle(new Signal("INT"), signal -> thread.interrupt());
    beforeTerm = Signal.handle(new Signal("TERM"), signal -> thread.interrupt());
  }

  static Signals interrupting(Thread thread) {
    return new Signals(thread);
  }

  @Override
  public void close() {
    Signal.handle(new Signal("INT"), beforeInt);
    Signal.handle(new Signal("TERM"), beforeTerm);
  }
}
