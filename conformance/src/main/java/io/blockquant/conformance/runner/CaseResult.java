package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;

/** Hold what became of a case. */
public record CaseResult(ConformanceCase conformanceCase, Outcome outcome) {}
