package io.blockquant.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeviationsTest {

  @Test
  void eachReleasedDeviationHasAReasonAndALink() {
    Deviations released = Deviations.released();
    assertEquals(9, released.all().size());
    for (Deviations.Deviation deviation : released.all()) {
      assertTrue(deviation.reason().length() > 20, deviation.name());
      assertTrue(deviation.link().startsWith("https://"), deviation.name());
    }
  }

  @Test
  void aCaseIsKnownByTheLastPartOfItsName() {
    Deviations released = Deviations.released();
    assertTrue(released.find("opset25/test_training_dropout_default").isPresent());
    assertTrue(released.find("test_training_dropout_default").isPresent());
    assertTrue(released.find("test_training_dropout_zero_ratio_mask").isEmpty());
  }
}
