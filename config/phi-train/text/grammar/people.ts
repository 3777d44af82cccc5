/** Who people are and when things happen. Nothing in them identifies anybody. */
export const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  dept: [
    '[cardiology|Cardiology|neurology|Neurology|GI|gastroenterology|Gastroenterology|nephrology|Nephrology|oncology|Oncology|Hematology/Oncology|pulmonology|Pulmonary|endocrinology|rheumatology|Rheumatology|orthopedics|Orthopedic Surgery|general surgery|General Surgery|neurosurgery|psychiatry|Psychiatry|dermatology|Dermatology|ophthalmology|ENT|urology|Urology|OB/GYN|pediatrics|Pediatrics|Internal Medicine|Family Medicine|Infectious Disease|palliative care|Physical Therapy|social work|Social Work|radiology|Radiology|anesthesia|vascular surgery|interventional radiology|Wound Care|Emergency Medicine|Critical Care]',
  ],
  ward: [
    '[the ICU|the ED|the emergency department|the floor|MICU|the OR|PACU|the cath lab|the clinic|the wound clinic|step-down|the NICU|labor and delivery|4 West|6 North|bed {n9}|room {n300}|5B|CVICU|telemetry]',
  ],
  kin: '[daughter|son|wife|husband|mother|father|sister|brother|niece|nephew|aunt|uncle|grandmother|grandson|granddaughter|partner|fiancé|roommate|neighbor|friend|caregiver|girlfriend|boyfriend|cousin|mom|dad|stepfather|mother-in-law|spouse|guardian|home health aide]'
    .slice(1, -1)
    .split('|'),
  role: '[attending|surgeon|hospitalist|resident|intern|fellow|PCP|cardiologist|oncologist|nurse|charge nurse|case manager|social worker|therapist|pharmacist|physician assistant|nurse practitioner|interpreter|scribe|dietitian|chaplain|care coordinator|neurologist|psychiatrist|midwife|respiratory therapist|anesthesiologist|radiologist|psychologist|consultant|referring physician|primary care physician|night float|wound nurse|hospice nurse|paramedic|medical student]'
    .slice(1, -1)
    .split('|'),
  title:
    'Dr. Dr. Dr Mr. Mrs. Ms. Mr Ms Mrs Miss Prof. Doctor Nurse Sister Rev. Sgt. Officer Judge dr. dr mr. mrs. ms.'.split(
      ' ',
    ),
  doctor: 'Dr. Dr. Dr. Dr Doctor dr. Drs. DR. Prof.'.split(' '),
  mister: 'Mr. Mrs. Ms. Mr Ms Mrs Miss mr. mrs. ms.'.split(' '),
  cred: 'MD M.D. DO NP RN PA-C PhD LCSW PharmD FNP-C DPM MD, FACS RN, BSN DPT CRNA APRN MD PhD OD DDS MBBS LPN MSN, RN CNM MS CCC-SLP OTR/L RD'.split(
    ' ',
  ),
  habit: [
    'never smoker',
    'former smoker, quit {n9} years ago',
    'drinks socially',
    'denies alcohol, tobacco, or illicit drugs',
    'smokes {n9} [cigarettes|cigs] a day',
    '{n9} beers on weekends',
    'IVDU, last use {n9} months ago',
    'occasional marijuana',
    'retired [teacher|mechanic|nurse|farmer|machinist|bus driver|engineer|carpenter]',
    'works as a [cook|welder|teacher|lawyer|cashier|nurse]',
    'works at [Walmart|Amazon|Target|Costco|a bakery|the post office|Starbucks|UPS]',
    'lives alone',
    'lives with [spouse|family|roommates|parents]',
    'married with {n9} children',
    '[Spanish|Mandarin|Vietnamese|Arabic|Haitian Creole|Russian|Somali|Hmong|Portuguese|ASL] speaking[|, interpreter used]',
    '[Catholic|Jewish|Muslim|Baptist|Methodist|Buddhist|Hindu], no dietary restrictions',
    'from [Mexico|Vietnam|Nigeria|India|Ukraine] originally',
    'veteran of [Vietnam|Iraq|Korea|Afghanistan]',
    'insured by {insurer}',
    'has [Medicare|Medicaid|Aetna|Cigna|Blue Cross|Humana|Tricare|Kaiser|UnitedHealthcare]',
  ],
  when: [
    'today',
    'yesterday',
    'this morning',
    'last night',
    'last week',
    '[on |]{date}',
    'in {n9} weeks',
    '{n9} days ago',
    'in [the spring|the fall|winter|January|May|March|August|the morning]',
    'on [Monday|Tuesday|Friday|Sunday]',
    'last [month|year|summer|May|April|Thursday]',
    'over the weekend',
    'at noon',
    'since [June|last Thanksgiving|Christmas|April]',
    '[on|] {date}',
  ],
};
