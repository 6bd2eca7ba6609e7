package org.phasegrid.driver.command;

/** A request that cannot be done as asked: its message is all a user sees. */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RequestException(String message) {
    super(message);
  }
}
