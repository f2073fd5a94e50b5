package io.millrace.ingest.app;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
