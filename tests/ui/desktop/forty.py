"""A made-up list of forty medications with long names, gaps and doubtful spellings: what a window has to hold."""

from __future__ import annotations

FORTY = """Woman, 83 years, 58 kg
Diagnoses: heart failure, atrial fibrillation, type 2 diabetes mellitus, chronic kidney disease stage 4, COPD, osteoporosis,
Parkinson disease, depression, rheumatoid arthritis, hypothyroidism, gout, glaucoma, chronic pain
Allergies: penicillin (rash)
Labs 2025-03-02: creatinine 1.9 mg/dL, potassium 5.2 mmol/L, sodium 131 mmol/L, hemoglobin 10.1 g/dL, INR 2.9, TSH 6.1 mIU/L

MEDICATIONS:
1. warfarin 3 mg daily
2. amiodarone 200 mg daily
3. digoxin 0.125 mg daily
4. bisoprolol 5 mg daily
5. furosemide 40 mg twice daily
6. spironolactone 25 mg daily
7. sacubitril/valsartan 49/51 mg twice daily
8. atorvastatin 40 mg at bedtime
9. aspirin 81 mg daily
10. metformin 500 mg twice daily
11. insulin glargine 18 units at bedtime
12. insulin lispro 6 units three times daily before meals
13. empagliflozin 10 mg daily
14. levothyroxine 88 mcg daily
15. alendronate 70 mg weekly
16. calcium carbonate 500 mg twice daily
17. cholecalciferol 1000 units daily
18. ferrous sulfate 325 mg daily
19. carbidopa/levodopa 25/100 mg four times daily
20. pramipexole 0.25 mg three times daily
21. sertraline 100 mg daily
22. mirtazapine 15 mg at bedtime
23. quetiapine 25 mg at bedtime
24. donepezil 10 mg at bedtime
25. oxybutynin 5 mg twice daily
26. tramadol 50 mg four times daily as needed
27. acetaminophen 1 g three times daily
28. ibuprofen 400 mg as needed
29. gabapentin 300 mg three times daily
30. methotrexate 10 mg weekly
31. folic acid 5 mg weekly
32. prednisone 5 mg daily
33. allopurinol 300 mg daily
34. colchicine 0.6 mg daily
35. fluticasone/umeclidinium/vilanterol 100/62.5/25 mcg inhaled daily
36. albuterol inhaler 2 puffs as needed
37. latanoprost 0.005 % eye drops one drop each eye at bedtime
38. esomeprazole 40 mg daily
39. ciprofloxacin 500 mg twice daily for 7 days
40. erythropoietin 4000 units weekly
"""
"""Forty written entries; doses are usual ones, the combination is invented."""
