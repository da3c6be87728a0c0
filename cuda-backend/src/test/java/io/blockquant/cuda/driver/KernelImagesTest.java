package io.blockquant.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelImagesTest {

  /** CUDA's rule: machine code runs on chips of its major number that are not older. */
  @ParameterizedTest
  @CsvSource({"80, 80", "86, 80", "87, 80", "89, 89", "90, 90", "100, 100", "103, 100", "121, 120"})
  void theNewestOfTheSameMajorNumberIsTaken(int architecture, int expected) {
    assertEquals(OptionalInt.of(expected), KernelImages.machineCodeFor(architecture));
  }

  @Test
  void othersTakePtx() {
    assertEquals(OptionalInt.empty(), KernelImages.machineCodeFor(110));
    assertEquals(OptionalInt.empty(), KernelImages.machineCodeFor(75));
  }
}
