package io.millrace.service;

import io.millrace.core.testkit.PlatformRules;

class ArchitectureTest implements PlatformRules {}
