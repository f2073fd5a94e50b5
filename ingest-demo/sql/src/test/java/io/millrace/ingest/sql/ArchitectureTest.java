package io.millrace.ingest.sql;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
