package io.blockquant.core.spi;

/**
 * Describe a device that a backend runs on.
 *
 * @param id unique: {@code cpu:0}, {@code cuda:0}
 * @param name what its maker calls it
 * @param details what matters for speed: cores, vector width, memory
 */
public record Device(String id, String name, String details) {}
