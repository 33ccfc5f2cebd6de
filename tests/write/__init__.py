"""Tests of the room that phrases."""
