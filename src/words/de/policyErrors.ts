import type { policyErrors as en } from '../en/policyErrors.ts';
import type { Translation } from '../types.ts';

export const policyErrors: Translation<typeof en> = {
  'policy-method-disabled': {
    message: 'Die Methode „Passkey (FIDO2)“ ist in diesem Mandanten deaktiviert.',
    next: 'Aktivieren Sie sie im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“.',
  },
  'policy-self-service-off': {
    message:
      'Die Passkey-Richtlinie lässt keine Self-Service-Einrichtung zu. Ohne sie registriert Microsoft Graph v1.0 keine Schlüssel.',
    next: 'Lassen Sie die Self-Service-Einrichtung im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ zu, oder stellen Sie die Graph-Version unter „Einstellungen“ auf „beta“.',
    command:
      'Lassen Sie die Self-Service-Einrichtung im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ zu, oder verwenden Sie --graph-version beta.',
  },
  'policy-user-excluded': {
    message:
      '{byName, select, true {{user, select, null {Der Benutzer ist namentlich von Passkeys ausgeschlossen.} other {„{user}“ ist namentlich von Passkeys ausgeschlossen.}}} other {{user, select, null {Der Benutzer ist in der Gruppe „{group}“, die von Passkeys ausgeschlossen ist.} other {„{user}“ ist in der Gruppe „{group}“, die von Passkeys ausgeschlossen ist.}}}}',
    next: '{byName, select, true {Entfernen Sie den Benutzer im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ aus den Ausschlüssen. Die Änderung kann 10 Minuten dauern.} other {Entfernen Sie den Benutzer aus dieser Gruppe, oder im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ die Gruppe aus den Ausschlüssen. Die Änderung kann 10 Minuten dauern.}}',
  },
  'policy-user-not-targeted': {
    message:
      '{groups, select, null {{user, select, null {Der Benutzer gehört nicht zu den Benutzern und Gruppen, die Passkeys haben dürfen.} other {„{user}“ gehört nicht zu den Benutzern und Gruppen, die Passkeys haben dürfen.}}} other {{user, select, null {Der Benutzer gehört nicht zu den Benutzern und Gruppen, die Passkeys haben dürfen ({groups}).} other {„{user}“ gehört nicht zu den Benutzern und Gruppen, die Passkeys haben dürfen ({groups}).}}}}',
    next: 'Fügen Sie den Benutzer einer Zielgruppe hinzu, oder lassen Sie im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ alle Benutzer zu. Die Änderung kann 10 Minuten dauern.',
  },
  'policy-type-not-allowed': {
    message:
      'Das Passkeyprofil „{profile}“ lässt keine gerätegebundenen Passkeys zu. Ein Sicherheitsschlüssel enthält nur gerätegebundene Passkeys.',
    next: 'Lassen Sie im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ gerätegebundene Passkeys in einem Profil dieses Benutzers zu.',
  },
  'policy-model-not-allowed': {
    message:
      '{list, select, block {{model, select, null {Das Passkeyprofil „{profile}“ blockiert dieses Schlüsselmodell (AAGUID {aaguid}).} other {Das Passkeyprofil „{profile}“ blockiert dieses Schlüsselmodell, „{model}“ (AAGUID {aaguid}).}}} other {{model, select, null {Das Passkeyprofil „{profile}“ lässt dieses Schlüsselmodell nicht zu (AAGUID {aaguid}).} other {Das Passkeyprofil „{profile}“ lässt dieses Schlüsselmodell, „{model}“, nicht zu (AAGUID {aaguid}).}}}}',
    next: '{list, select, block {Verwenden Sie ein zugelassenes Modell, oder entfernen Sie im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ die AAGUID aus der Liste. Die Änderung kann 10 Minuten dauern.} other {Verwenden Sie ein zugelassenes Modell, oder fügen Sie im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ die AAGUID hinzu. Die Änderung kann 10 Minuten dauern.}}',
  },
  'policy-attestation-required': {
    message:
      '{gap, select, unknown_model {Das Passkeyprofil „{profile}“ verlangt eine Attestierung, und der FIDO Metadata Service führt das Modell dieses Schlüssels nicht auf.} not_certified {Das Passkeyprofil „{profile}“ verlangt eine Attestierung, und das Modell dieses Schlüssels hat keine FIDO-Zertifizierung.} other {Das Passkeyprofil „{profile}“ verlangt eine Attestierung, und dieser Schlüssel bietet keine, die Microsoft Entra ID akzeptiert (packed).}}',
    next: 'Verwenden Sie ein Modell, das von der FIDO Alliance zertifiziert ist, oder schalten Sie die Attestierung im Entra Admin Center unter „Authentifizierungsmethoden“, „Passkey (FIDO2)“ im Profil aus.',
  },
  'policy-unreadable': {
    message:
      'Die Passkey-Richtlinie des Mandanten ist nicht lesbar. Deshalb kann Keydesk nicht vorab prüfen, ob sie diesen Schlüssel zulässt.',
    next: 'Damit Keydesk es prüfen kann, erteilen Sie die Berechtigung {permission}, einer Person auch die Rolle „Globaler Leser“. Die Einrichtung selbst geht weiter.',
  },
  'policy-groups-unreadable': {
    message:
      'Die Passkey-Richtlinie des Mandanten verwendet Gruppen, und die Gruppen dieses Benutzers sind nicht lesbar. Deshalb kann Keydesk nicht vorab prüfen, ob die Richtlinie diesen Schlüssel zulässt.',
    next: 'Damit Keydesk es prüfen kann, erteilen Sie die Berechtigung {permission}. Die Einrichtung selbst geht weiter.',
  },
  'policy-not-understood': {
    message:
      '{what, select, method_state {Die Methode „Passkey (FIDO2)“ ist in einem Zustand, den Keydesk nicht kennt.} target_kind {Die Passkey-Richtlinie des Mandanten hat ein Ziel einer Art, die Keydesk nicht kennt ({value}).} profile_missing {Die Passkey-Richtlinie des Mandanten nennt ein Profil, das sie nicht enthält ({value}).} target_without_profile {Die Passkey-Richtlinie des Mandanten hat ein Ziel ohne Profil.} passkey_type {Die Passkey-Richtlinie des Mandanten hat einen Passkeytyp, den Keydesk nicht kennt ({value}).} list_kind {Das Passkeyprofil „{profile}“ hat eine Modellliste einer Art, die Keydesk nicht kennt.} not_an_aaguid {Das Passkeyprofil „{profile}“ führt ein Modell auf, das keine AAGUID ist ({value}).} attestation_kind {Das Passkeyprofil „{profile}“ hat eine Einstellung für die Attestierung, die Keydesk nicht kennt ({value}).} models_unknown {Das Passkeyprofil „{profile}“ verlangt eine Attestierung, und es ist keine aktuelle Liste der Schlüsselmodelle geladen.} other {{what, select, null {Die Passkey-Richtlinie des Mandanten hat eine Einstellung, die Keydesk nicht kennt.} other {Die Passkey-Richtlinie des Mandanten hat eine Einstellung, die Keydesk nicht kennt: {what}.}}}}',
    next: '{what, select, models_unknown {Laden Sie unter „Einstellungen“, „Schlüsselmodelle“ die neueste Liste. Ohne sie zeigt erst die Registrierung, ob die Richtlinie diesen Schlüssel zulässt.} other {Die Registrierung wird zeigen, ob die Richtlinie diesen Schlüssel zulässt. Aktualisieren Sie Keydesk, wenn es eine neuere Version gibt.}}',
    command:
      '{what, select, models_unknown {Laden Sie die neueste Liste der Schlüsselmodelle (keydesk metadata update). Ohne sie zeigt erst die Registrierung, ob die Richtlinie diesen Schlüssel zulässt.} other {Die Registrierung wird zeigen, ob die Richtlinie diesen Schlüssel zulässt. Aktualisieren Sie Keydesk, wenn es eine neuere Version gibt.}}',
  },
};
