package io.millrace.mq.app;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
