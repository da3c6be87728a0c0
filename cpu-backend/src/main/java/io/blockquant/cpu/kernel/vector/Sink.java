package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** What becomes of quotients: one record per format of the codes. */
public interface Sink {
  /** Return the bits of a code. */
  int bits();

  /** Return whether the even elements are wanted apart from the odd ones: two codes make a byte. */
  boolean wantsPairs();

  /** Return the number whose code NaN has; NaN itself where the format has one (F3). */
  float nanStandsFor();

  /**
   * Encode quotients.
   *
   * @param quotients as {@link Quotient} left them
   * @param signs anything with the signs of the results
   * @return codes that {@link #store} understands
   */
  IntVector encode(FloatVector quotients, IntVector signs);

  /**
   * Encode quotients of any sign and magnitude and add zero points, which float formats have not.
   *
   * @param quotients none NaN, but where {@link #nanStandsFor} is
   */
  IntVector encodeWithZeros(FloatVector quotients, IntVector zeros);

  /** Store the codes of twice as many elements as there are lanes. */
  void store(
      Source source,
      IntVector first,
      IntVector second,
      IntVector firstSigns,
      IntVector secondSigns,
      long at);
}
