package io.blockquant.cli.bench.measure;

/**
 * Name something that is timed.
 *
 * @param name what progress and errors call it
 * @param action one call of it
 */
public record Subject(String name, Runnable action) {}
