package io.millrace.pipeline.app;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
