package org.phasegrid.sweeps.document;

/** Something wrong with a document: where, what was given, what is accepted. */
public record Problem(Place place, String message) {
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
