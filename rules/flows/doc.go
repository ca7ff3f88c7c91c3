// Package flows has the rules about flows: in which mode they run, and what they send where.
package flows
