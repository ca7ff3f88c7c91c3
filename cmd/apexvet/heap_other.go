//go:build !linux

package main

func reserveHeap() {}
