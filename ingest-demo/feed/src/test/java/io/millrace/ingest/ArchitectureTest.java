package io.millrace.ingest;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
