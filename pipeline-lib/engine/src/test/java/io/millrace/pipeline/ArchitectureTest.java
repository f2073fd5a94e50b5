package io.millrace.pipeline;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
