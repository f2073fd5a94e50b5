package io.millrace.connector.file;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
