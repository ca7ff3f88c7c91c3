// Package aura has the rules about Aura components: HTML without escaping, secrets, and versions without Lightning Locker.
package aura
