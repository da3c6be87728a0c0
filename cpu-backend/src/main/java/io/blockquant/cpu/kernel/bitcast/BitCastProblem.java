package io.blockquant.cpu.kernel.bitcast;

/**
 * Hold a call of BitCast with everything resolved but the memory.
 *
 * @param bytes how many bytes there are
 */
public record BitCastProblem(long bytes) {}
