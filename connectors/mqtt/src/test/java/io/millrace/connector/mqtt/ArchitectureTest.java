package io.millrace.connector.mqtt;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
