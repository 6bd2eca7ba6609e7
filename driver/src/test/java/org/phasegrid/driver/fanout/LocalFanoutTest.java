package org.phasegrid.driver.fanout;

/** The contract on threads. */
final class LocalFanoutTest extends FanoutContract {
  @Override
  Fanout engine(int cores) {
    return new LocalFanout(cores);
  }
}
