package io.millrace.ingest.command;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
