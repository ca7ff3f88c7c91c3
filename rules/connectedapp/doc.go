// Package connectedapp has the rules about who may call Salesforce: connected apps, external client apps, auth providers
// and the settings of OAuth.
//
// The two kinds of apps say the same in other elements, and each rule knows both. An external client app is spread over
// several files, of which a rule joins what it needs by the app's name.
package connectedapp
