package io.millrace.connector.redis;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
