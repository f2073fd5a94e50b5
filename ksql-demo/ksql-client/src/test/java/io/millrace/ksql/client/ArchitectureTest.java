package io.millrace.ksql.client;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
