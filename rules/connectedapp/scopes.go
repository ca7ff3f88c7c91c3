package connectedapp

import (
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
)

// foldScope folds the Metadata API's name of a scope (RefreshToken) and OAuth's (refresh_token) into one.
func foldScope(name string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), "_", ""))
}

// connectedAppScopes returns the folded names of the scopes that a connected app asks for.
func connectedAppScopes(app *metadata.Element) map[string]bool {
	scopes := map[string]bool{}
	for config := range app.ChildrenNamed("oauthConfig") {
		for e := range config.ChildrenNamed("scopes") {
			scopes[foldScope(e.Value())] = true
		}
	}
	return scopes
}

// splitScopes reads the list of scopes of an external client app: "Api, RefreshToken".
func splitScopes(list string) map[string]bool {
	scopes := map[string]bool{}
	for name := range strings.SplitSeq(list, ",") {
		scopes[foldScope(name)] = true
	}
	return scopes
}

// externalClientAppScopes returns the scopes of the external client app that a file belongs to. They stand in another file,
// which must lie in the same project.
func externalClientAppScopes(snapshot *project.Snapshot, part *metadata.Element) map[string]bool {
	app := part.Child("externalClientApplication").Value()
	if app == "" {
		return nil
	}
	for _, f := range snapshot.Files {
		if f.RootElement != "ExtlClntAppOauthSettings" || f.Document == nil {
			continue
		}
		root := f.Document.Root
		if strings.EqualFold(root.Child("externalClientApplication").Value(), app) {
			return splitScopes(root.Child("commaSeparatedOauthScopes").Value())
		}
	}
	return nil
}

// isRenewable reports whether the scopes bring a refresh token, which has two names.
func isRenewable(scopes map[string]bool) bool {
	return scopes["refreshtoken"] || scopes["offlineaccess"]
}
