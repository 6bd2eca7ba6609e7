package org.phasegrid.worker.family;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One line about a member or one of its parameters, as {@code phasegrid list} and the schema print
 * it, with the paper it comes from.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.TYPE,
  ElementType.RECORD_COMPONENT,
  ElementType.METHOD,
  ElementType.FIELD,
  ElementType.PARAMETER
})
public @interface About {
  String value();

  /** The paper, e.g. {@code arXiv:2402.06184}; empty when it is common knowledge. */
  String paper() default "";
}
