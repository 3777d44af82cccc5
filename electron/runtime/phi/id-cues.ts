import type { IdentifierClass } from '../../../shared/domain/index.ts';

/** Words before a number that say which identifier it is. Case, accents and hyphens do not count. */
export const ID_CUES: readonly (readonly [IdentifierClass, string])[] = [
  [
    'SSN',
    'last 4|last four|last 4 of social|ssn ends|ssn ending|ssn last 4|last 4 ssn|ssn|ss no|ss#|social security|social security number|soc sec|social|ss number|sss',
  ],
  [
    'MRN',
    'mrn|mr no|mr#|mr number|mrnr|med rec|med rec no|medical rec|medical record|medical records|medical record number|med record|chart|chart no|chart number|patient|patient id|patient identifier|patient number|patient no|pt id|pt no|pt number|pt|hospital id|hospital no|hospital number|unit no|unit number|nhc|historia|historia clinica|numero de historia|numero de historia clinica|record no|record number|record id|record|pid|hosp no|nhs|nhs number|nhs no|emr id|ehr id|kaiser|kaiser no|chi no|mpi|empi|enterprise id|num hc|hc|no historia',
  ],
  [
    'HEALTH_PLAN_ID',
    'member|member id|member no|member number|membership|membership id|subscriber|subscriber id|beneficiary|beneficiary id|policy|policy no|policy number|policy id|ins|insurance|insurance id|insurance no|insurance number|insurance policy|insurance policy number|insur|insurance plan|health plan|health plan id|health plan number|plan|plan id|plan no|plan number|medicare|medicare id|medicare number|medicaid|medicaid id|hicn|mbi|hmo|hmo id|payer id|group id|group no|group number|health id|health insurance|coverage id|hpb|hpbn|health insurance number|nass|cipa|tsi|tarjeta sanitaria|num seguridad social|numero de seguridad social|nuss|seguro|seguridad social|payer|rxbin|rxgrp|group|grp|grp no|bcbs|bcbs id|aetna|cigna|humana|tricare|premera|regence|molina|uhc|provider one|cobertura|asegurado|полис омс|poliza|abha|abha number|abha no|आभा नंबर|krankenversicherung|versichertennummer|ahv|ahv nummer',
  ],
  [
    'ACCOUNT',
    'account|account no|account number|accounts|acct|acct no|acct number|acc no|acc|iban|bank account|credit card|debit card|card|card no|card number|invoice|invoice no|invoice number|billing|billing id|guarantor|guarantor id|routing|routing number|encounter|encounter id|encounter no|encounter number|visit|visit id|visit number|visit no|fin|fin no|csn|har|statement|cuenta|factura|card ending|card ending in|acct ending|acct ending in|account ending in|check no|check number|sort code|swift|cvv|credit|debit|visa|mastercard|amex',
  ],
  [
    'LICENSE',
    'nocol|license|licence|license no|license number|lic|lic no|lic number|dea|dea no|dea number|npi|npi no|npi number|drivers license|driver license|driver s license|driver s licence|drivers license number|driver s license number|dl|dl no|certificate|certificate no|certificate number|certification no|cert|cert no|passport|passport no|passport number|state id|upin|registration|registration no|registration number|medical license|medical license number|ncol|n col|no col|num col|n colegiado|num colegiado|no colegiado|colegiado|numero de colegiado|nº col|gmc|gmc no|gmc number|nmc|pin no|permit|permit no|pasaporte|carnet|driving licence|reg no|state license|board certification',
  ],
  [
    'VEHICLE',
    'vin|plate|plates|license plate|licence plate|license plates|plate number|plate no|tail|tail no|tail number|tag|tag no|vehicle id|vehicle|vehicle identification number|vehicle plate|matricula|registration plate|number plate|lic plate',
  ],
  [
    'DEVICE',
    'serial|serial no|serial number|serials|s n|sn|ser no|device|device id|device identifier|device no|device serial|device serial number|udi|imei|lot|lot no|lot number|implant|implant id|model|model no|model number|pacemaker|pacemaker id|pump s n|pump serial|ref|mac|mac address|icd serial|generator serial|lead serial|prosthesis|valve serial|machine id|asset|asset tag|scope|scope serial|transmitter|transmitter id|sensor|hearing aid|hearing aids|aed|concentrator|iol|stent|receiver|receiver id|controller|generator|blood unit|cgm|cgm code|tx id',
  ],
  [
    'BIOMETRIC',
    'fingerprint|fingerprint id|fingerprints|finger print|biometric|biometric id|biometrics|iris|iris id|iris scan|iris scan id|voiceprint|voiceprint id|voice print|retina|retina id|retinal scan|retina scan|retinal id|face id|facial recognition id|palm print|palmprint|palm vein|faceprint|template id|biometric template',
  ],
  [
    'OTHER_ID',
    'ppsn|pps number|subject|subject id|subject no|subject number|alien number|ip|ip address|accession|accession no|accession number|acc#|specimen|specimen no|specimen id|specimen number|case|case no|case number|case id|job|job no|job number|job id|order|order no|order number|order id|confirmation|confirmation no|confirmation number|reference|reference no|reference number|claim|claim no|claim number|claim id|prescription|prescription no|prescription number|rx|rx no|rx number|study id|study no|study number|subject|subject id|subject no|employee|employee id|employee no|badge|badge no|badge number|ticket|ticket no|requisition|requisition no|req no|sample|sample id|sample no|barcode|id|id no|id number|ids|identifier|username|user id|user name|login|handle|screen name|bed|bed no|locker|token|session id|transaction|transaction id|tracking|tracking no|tracking number|document id|doc id|report no|report number|message id|control id|participant|participant id|enrollment id|trial id|file no|file number|folio|expediente|evidence|evidence bag|kit|kit no|gate code|door code|lockbox code|access code|entry code|alarm code|passcode|gate|lockbox|episodio|n episodio|num episodio|no episodio|numero de episodio|मतदाता पहचान|पहचान|protocol no|dictation id|dni|nie|nif|cif|curp|rfc|rut|cpf|cnpj|cedula|aadhaar|aadhar|adhaar|pan|pan no|ssnit|sin|nino|national insurance|national id|national id number|national insurance number|tax id|taxpayer id|tin|ein|bsn|pesel|nip|cnp|oib|egn|егн|инн|снилс|рнокпп|amka|αμκα|personnummer|personnr|fodselsnummer|cpr|cpr nr|hetu|henkilotunnus|isikukood|personas kods|asmens kodas|rodne cislo|codice fiscale|steuer id|steuernummer|svnr|ahv|avs|nir|insee|mykad|nik|tckn|tc kimlik no|kimlik|cmnd|cccd|emso|jmbg|amka|teudat zehut|תעודת זהות|الرقم القومي|आधार|आधार क्रमांक|জাতীয় পরিচয়পত্র|এনআইডি|আধাৰ|ఆధార్|ஆதார்|upi|upi id|voter id|ration card|राशन कार्ड|यूपीआई आईडी|id document|idnr|id nommer|identity number|identity no|passnummer|poll id|warrant|docket|docket no|inmate|inmate no|inmate id|service number|dod id|edipi|va claim|call no|incident|incident no|incident number|run no|run number|pcr|pcr no|sw case|report id|police report|dispatch|room|cabin|shelter bed|bed number|conf|conf no|conf code|booking|booking no|booking number|booking id|record locator|interp id|interpreter|interpreter id|operator|operator id|operator no|cad|unos|unos id|donor|donor id|match run|screening|screening no|screening number|randomization|randomization no|alien no|census no|band|id band|wristband|isolette|cassette|slide|intake|intake no|intake id|property|property no|property bag|locker code|locker combo|garage code|keypad|pin code no|auth|auth no|authorization|authorization no|authorization number|referral no|referral number|referral id|instagram|insta|ig|snap|snapchat|venmo|cashapp|gamertag|discord|tiktok|wechat|password|pw|claim no|lawsuit|cause no|cps case|aps case',
  ],
  ['PHONE', 'pager|beeper|ext|extension|text|texts|pager no|pager number'],
  [
    'ZIP',
    'zip|zip code|zipcode|zip code is|postal code|postal|postcode|post code|zip4|postal_code|cp|c p|codigo postal|cod postal|plz|postleitzahl|cap|code postal|postnummer|postnr|postinumero|poskode|psc|postiindeks|pasta indekss|pasto kodas|postanski broj|postni cislo|kod pocztowy|kode pos|poskod|posta kodu|iranyitoszam|cod postal|индекс|пощенски код|поштовий індекс|ταχυδρομικος κωδικας|tk|מיקוד|الرمز البريدي|पिन|पिन कोड|टपाल|পিন|পোস্টকোড|ডাক কোড|பின்|పిన్|รหัสไปรษณีย์|ma buu chinh|ikhowudi yeposi|ikhodi yeposi|pin code|pincode|eircode|郵便番号|邮编|우편번호',
  ],
];
