package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.state.AddressRange;

/** Where services' addresses come from: inside, and outside for public ones. */
public record AddressRanges(AddressRange internal, AddressRange external) {}
