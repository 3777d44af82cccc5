import { ROLE } from './role.ts';

/** Single words and what they do to their neighbours, in English and in the languages our hospitals' notes use. */
export const VOCABULARY: readonly (readonly [number, string])[] = [
  [
    ROLE.month,
    '0ct n0v 0ctober oct0ber n0vember 0ct0ber jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre januar februar marz maerz april juni juli oktober dezember janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia ledna unora brezna dubna kvetna cervna cervence srpna rijna listopadu prosince marcius aprilis majus junius julius augusztus szeptember oktober marts maj augusti tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie',
  ],
  [
    ROLE.weekday,
    'monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends mon tue tues wed thu thur thurs fri sat sun lunes martes miercoles jueves viernes sabado domingo',
  ],
  [
    ROLE.dateCue,
    'on since from until till thru through before after by date dated dob birth birthdate birthday born dos admit admitted adm admission discharge discharged seen visit scheduled effective eff signed birthdate dictated transcribed notified reviewed performed expires expire due next last d t surgery appointment appt started stopped of beginning between and to collected resulted received reported lmp edd edc fecha el desde hasta nacido nacida nacimiento ingreso alta rv procedure exam ordered refilled updated created eloped dod doa onset ct mri cxr xray echo ekg ecg pet eeg emg dexa mammo mammogram colonoscopy egd bx biopsy labs culture cultures cath tte tee fu rtc dc lkw appt appts refill completed placed removed inserted started soc roc exp',
  ],
  [
    ROLE.score,
    'pain strength mmse moca slums score scored scores gcs phq gad apgar apgars motor reflexes reflex vision va visual acuity scale rated rating severity power grade murmur systolic bp ratio fraction dose sve station effort nihss cdr ecog cat pulses pulse muscle out orientation oriented recall bipap cpap ipap epap peep settings dtr dtrs stage phq9 gad7 aims madrs ciwa cows rass braden morse tug bims promis odi ndi koos',
  ],
  [
    ROLE.title,
    'dr drs doctor doctora mr mrs ms miss mx mme mlle prof professor rev reverend dra sr sra srta don dona herr frau monsieur madame श्री सौ श्रीमती श्रीमान डॉ শ্রী শ্রীমতী শ্ৰীমতী திரு திருமதி డాక్టర్ นาย นาง นางสาว г-н г-жа senor senora senorita sir hon judge officer sgt capt lt rabbi fr pastor nurse trooper deputy det chap chaplain detective coach',
  ],
  [
    ROLE.credential,
    'md do rn np pa phd dds dmd lcsw pharmd dpm crna lpn cnm aprn fnp dnp mph facs facp bsn msn psyd cna lmft dc od arnp mbbs frcs frcp facog faap msw lmsw slp otr rd cde ccc esq rphd rph pac fnpbc agnp anp pmhnp crnp dpt rrt emt lvn aud',
  ],
  [
    ROLE.kin,
    'daughter son wife husband mother father mom dad mum brother sister niece nephew aunt uncle cousin grandson granddaughter grandmother grandfather grandma grandpa spouse partner fiance fiancee boyfriend girlfriend neighbor neighbour friend caregiver stepfather stepmother stepson stepdaughter roommate coworker twin parent doula midwife hija hijo esposa esposo marido madre padre hermana hermano gf bf dtr dau gma gpa fob mob hubby stepdad stepmom godmother godfather auntie nana roomie bestie guardian ex bfs sis',
  ],
  [
    ROLE.label,
    'patient name names pt attending provider physician surgeon pcp mother father wife husband spouse son daughter guardian kin contact author signed by cc nurse caregiver clinician resident fellow consultant anesthesiologist anesthesia radiologist pathologist cardiologist re from to attn client member insured subscriber guarantor witness interpreter therapist manager assistant scribe ordering prescriber sincerely regards proxy poa hcp doula surrogate interviewer examiner caller operator dispatcher technologist tech sonographer dictator transcriptionist nombre apellidos apellido medico paciente pac naam patiente patientin patienten paziente doente नाव नाम নাম పేరు பெயர் имя фио пациент пациентка όνομα שם اسم الاسم ชื่อ naam igama jina име імя пацієнт lastname firstname surname forename preparer user agent employee recipient sender',
  ],
  [
    ROLE.lead,
    'patient pt daughter son wife husband mother father brother sister niece nephew aunt uncle cousin grandson granddaughter grandmother grandfather neighbor neighbour friend partner fiance fiancee boyfriend girlfriend caregiver nurse fellow resident attending pcp by per with named dear hi hello hey re and contacted colleague called pt case male female man woman boy girl gentleman lady paged notified informed told called instructed for accept accepting intern surgeon prescriber provider counselor therapist aide sitter hha cna rn lpn tech rt caseworker teacher coach dietitian dietician rd chaplain paramedic emt medic hygienist interp interpreter volunteer landlord supervisor attorney lawyer prosector decedent proband veteran doula mgmt mgr cm hospitalist cardiologist neurologist oncologist psychiatrist psychologist therapist pharmacist midwife scribe examiner counselor gf bf dtr ff lactation anesthesia crna pgy',
  ],
  [
    ROLE.particle,
    'van von der den ten e de del della la las los le di da dos das du bin ibn binti al el st ten ter y zu af ap abu ben do e ould nic mac ni lo dei degli',
  ],
  [ROLE.suffix, 'jr sr ii iii iv'],
  [
    ROLE.way,
    'street st avenue ave av road rd drive dr lane ln boulevard blvd court ct place pl way terrace ter terr circle cir parkway pkwy highway hwy trail trl square sq loop crossing xing plaza plz pike turnpike tpke alley aly walk row path run ridge rdg point pt pointe station islands island mews spur ramp flats flat haven landing lndg meadows meadow orchard common commons bypass causeway crescent cres manor mission motorway throughway throughways underpass overpass view views ville vista mount mountain grove grv hollow hill hills heights hts garden gardens gate green estate estates close ports port bridge brook brooks burg camp canyon cape cliff cliffs club corner corners course cove creek crest crossroad curve dale dam divide expressway extension extensions falls ferry field fields ford forest forge fork forks fort freeway glen glens harbor harbors inlet junction key keys knoll knolls lake lakes light lights locks lodge mall mill mills neck oval park parks parkways passage pine pines plain plains prairie radial ranch rapid rapids rest river roads route rue shoal shoals shore shores skyway spring springs spurs squares stravenue stream streets summit trace track trafficway tunnel union unions valley valleys viaduct village villages wall walks ways well wells quay wharf stad str loaf',
  ],
  [
    ROLE.wayHead,
    'calle c avenida avda avd av paseo plaza pza plz pz carretera ctra camino ronda rambla travesia pasaje glorieta urbanizacion urb barrio colonia via viale piazza piazzetta piazzale corso vicolo largo strada rue avenue boulevard bd chemin allee impasse quai cours place route rua travessa praca alameda estrada rodovia ulica ul ulice aleja al plac jalan jl ulitsa pobocka calzada callejon camí carrer carretera passeig pg placa sentier ruelle chaussee улица проспект вулиця ул пр ถนน שדרות רחוב شارع οδος λεωφ λεωφορος duong pho prospekt bulevar bulevard trg square carrera cra cl diagonal transversal cuesta poligono partida',
  ],
  [
    ROLE.unit,
    'apt apartment apto suite ste unit room rm floor fl flat piso local bldg building lot no nr bus dept puerta portal escalera esc bajo planta edificio ed box byt appt interior int depto departamento',
  ],
  [
    ROLE.care,
    'hospital hospitals clinic clinics clinica center centre infirmary sanatorium hospice memorial presbyterian rehab rehabilitation permanente pharmacy healthcare institute medical general regional university health practice associates pediatrics orthopedics surgery care med ctr hosp er group children childrens va county community specialty specialists dental eye family heart cancer neurology cardiology oncology dermatology imaging laboratory labs diagnostics nursing home centro fundacion policlinica ambulatorio consultorio universitario complejo hospitales facultad facultat universidad universitat institut instituto fundacio elementary academy hs dialysis davita fresenius snf ltac alf vamc living dermpath shelter correctional jail prison school manor lodge',
  ],
  [
    ROLE.state,
    'al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa pr ri sc sd tn tx ut vt va wa wv wi wy ab bc mb nb nl ns nt nu on pe qc sk yt nan',
  ],
  [
    ROLE.act,
    'was is has had will would came comes called calls said says states stated reports reported denies denied presents presented complains complained feels felt lives lived underwent returned returns agrees agreed understands tolerated arrived asked told went verbalized declined declines refused endorses endorsed notes noted mentioned moved works worked assists visited requests requested wants needs takes took continues shouted points explained employs refuses prefers appears remains admits tells sees talked confirmed consented signed who whose notified aware consulted updated contacted paged saw evaluated examined ordered performed recommended advised counseled continue',
  ],
  [
    ROLE.link,
    'number numbers no num nr id ids identifier is was of are for the to at on be as code numero num nro n',
  ],
  [
    ROLE.phone,
    'phone phones telephone tel tele tlf tfno tfn telefono telf teleph cell cellphone mobile pager beeper contact call callback reach reached reachable reaches dial text texted whatsapp ext extension landline ph hotline sms voicemail movil telefoon telefon telefone telephone telefono telefons puhelin mobil mobiel handy portable cel celular gsm телефон тел τηλεφωνο טלפון هاتف โทร मोबाइल फोन মোবাইল যোগাযোগ pgr pg registered vocera voalte spectralink ascom',
  ],
  [ROLE.fax, 'fax faxed faxes fx facsimile telefax'],
  [
    ROLE.at,
    'in at from near to of our the outside around lives live living resident residing resides born via toward towards into within visiting visited leaving left en de a desde',
  ],
  [ROLE.age, 'ninety hundred nineties centenarian noventa cien nonagenarian'],
  [
    ROLE.holiday,
    'christmas xmas thanksgiving halloween easter labor memorial independence july valentine valentines mother mothers father fathers veterans columbus new 4th fourth juneteenth hanukkah passover ramadan diwali navidad nochebuena mlk presidents paddy paddys boxing bonfire yom rosh eid cinco groundhog bastille whitsun whitsunday whit michaelmas ash mardi lunar chinese nowruz songkran purim sukkot pentecost epiphany palm kwanzaa black super',
  ],
  [
    ROLE.address,
    'address addr lives living live resides residing reside residence domicilio direccion home mailing located localidad provincia municipio poblacion adres adresse anschrift indirizzo morada endereco adresa adres adress alamat woonadres адрес адреса διευθυνση כתובת عنوان पता ঠিকানা বাসা ที่อยู่ 住所 dia chi aadress adrese cim location where corner intersection junction pais procedencia address1 address2 street city town',
  ],
  [
    ROLE.measure,
    'mg mcg g kg ml l units unit cc mm cm m meq mmol mmhg bpm hz mv ma iu percent degrees hours hour hrs hr h minutes minute min mins seconds days day weeks week wks months month mo years year yrs yr cells tablets tabs caps capsules doses puffs drops pounds lbs lb oz inches feet ft times x rows columns steps cycles sessions beats ng pg dl nmol kcal cal points',
  ],
  [
    ROLE.code,
    'snomed sctid sct rxnorm rxcui ndc loinc cpt hcpcs icd icd9 icd10 cm pcs drg umls cui code codes pmid pmcid doi nct rows columns hits count cells values total row cellschanged rowsremoved valueslost sizebytes isbn issn atc mesh rrid',
  ],
  [
    ROLE.spoken,
    'zero oh o one two three four five six seven eight nine niner ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety',
  ],
  [ROLE.picture, 'jpg jpeg png heic heif tif tiff bmp gif dcm raw webp'],
  [
    ROLE.greeting,
    'hi hello hey dear morning afternoon evening thanks thank welcome bye goodbye hola querido querida estimado estimada',
  ],
];
