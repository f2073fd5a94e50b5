package io.millrace.connector.duckdb;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
