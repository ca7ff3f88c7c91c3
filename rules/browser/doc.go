// Package browser has the rules about what reaches a user's browser and what the browser is told to allow: trusted URLs,
// CORS, sites, response headers, session ids in links, JavaScript in buttons and links, message channels.
package browser
