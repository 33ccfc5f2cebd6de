"""The words by which the built-in sections take stories, by language; written by us.

`CATEGORIES`: title -> what outlets call the section, in any of the languages. `KEYWORDS`: language
-> title -> words that tell of it, as they stand in a sentence, inflected where the language does.
"""

from __future__ import annotations

WORLD, BUSINESS, SCIENCE = "World", "Business", "Science & Environment"
TITLES = (WORLD, BUSINESS, SCIENCE)

CATEGORIES = {
    WORLD: (
        "world, world news, international, foreign, politics, government, war, diplomacy, europe, "
        "asia, africa, americas, middle east, us news, uk news, us, uk, ukraine, russia, china, "
        "welt, politik, ausland, inland, europa, monde, politique, europe, afrique, mundo, "
        "internacional, política, mondo, esteri, politica, interni, internacionais, wereld, "
        "buitenland, binnenland, politiek, świat, polityka, kraj, світ, політика, війна, العالم, "
        "عالم, سياسة, السياسة, أخبار العالم"
    ),
    BUSINESS: (
        "business, economy, economics, finance, markets, money, companies, industry, trade, "
        "banking, jobs, personal finance, real estate, wirtschaft, finanzen, börse, unternehmen, "
        "économie, entreprises, bourse, argent, economía, negocios, finanzas, mercados, empresas, "
        "economia, finanza, mercati, aziende, negócios, finanças, economie, financiën, bedrijven, "
        "beurs, gospodarka, biznes, finanse, економіка, бізнес, фінанси, اقتصاد, الاقتصاد, أعمال, "
        "مال وأعمال"
    ),
    SCIENCE: (
        "science, environment, climate, climate change, climate crisis, health, space, nature, "
        "wildlife, technology, tech, medicine, research, weather, energy, wissenschaft, wissen, "
        "umwelt, klima, gesundheit, natur, technik, forschung, sciences, environnement, climat, "
        "santé, planète, ciencia, medio ambiente, clima, salud, tecnología, scienza, scienze, "
        "ambiente, salute, tecnologia, ciência, meio ambiente, saúde, wetenschap, milieu, klimaat, "
        "gezondheid, natuur, techniek, nauka, środowisko, klimat, zdrowie, наука, довкілля, "
        "здоров'я, علوم, العلوم, بيئة, البيئة, صحة, الصحة"
    ),
}

KEYWORDS = {
    "en": {
        WORLD: (
            "president, prime minister, premier, parliament, government, minister, ministers, "
            "leader, leaders, election, vote, war, ceasefire, troops, military, army, treaty, "
            "summit, talks, sanctions, refugees, embassy, border, peace, attack, protest, "
            "protests, police, court, judge, judges, inquiry, earthquake, flood, floods, flooded, "
            "storm, crash, killed, died, evacuated, rescued, coalition, opposition, mayor, "
            "islands, invasion, security"
        ),
        BUSINESS: (
            "bank, shares, stock, stocks, market, markets, investors, profit, profits, revenue, "
            "earnings, inflation, interest rate, interest rates, economy, economic, tariff, "
            "tariffs, trade, merger, takeover, company, factory, price, prices, wages, strike, "
            "unemployment, currency, budget, exports, imports, retail, chief executive, billion, "
            "jobs, sales"
        ),
        SCIENCE: (
            "scientists, researchers, study, species, climate, emissions, carbon, vaccine, "
            "disease, patients, virus, telescope, spacecraft, satellite, moon, orbit, rocket, "
            "glaciers, warming, wildlife, forest, ocean, reef, drought, biodiversity, fossil, "
            "physics, genes, laboratory, conservation, birds, whales, solar, renewable, "
            "astronomers, biologists"
        ),
    },
    "de": {
        WORLD: (
            "präsident, präsidentin, präsidenten, bundeskanzler, kanzler, kanzlerin, "
            "ministerpräsident, parlament, bundestag, bundesrat, regierung, bundesregierung, "
            "minister, ministerin, innenminister, außenminister, wahl, wahlen, abstimmung, krieg, "
            "waffenruhe, truppen, soldaten, militär, armee, vertrag, gipfel, gespräche, "
            "verhandlungen, sanktionen, flüchtlinge, botschaft, grenze, frieden, angriff, "
            "angriffe, protest, proteste, demonstration, polizei, gericht, richter, ermittlungen, "
            "erdbeben, hochwasser, überschwemmung, überschwemmungen, sturm, unglück, getötet, "
            "verletzt, evakuiert, gerettet, koalition, opposition, bürgermeister, bürgermeisterin, "
            "stadtrat, sicherheit"
        ),
        BUSINESS: (
            "bank, banken, zentralbank, aktie, aktien, börse, markt, märkte, anleger, investoren, "
            "gewinn, gewinne, verlust, umsatz, inflation, zins, zinsen, leitzins, wirtschaft, "
            "konjunktur, zoll, zölle, handel, fusion, übernahme, unternehmen, konzern, firma, "
            "fabrik, werk, preis, preise, lohn, löhne, streik, arbeitslosigkeit, währung, "
            "haushalt, export, exporte, einzelhandel, milliarde, milliarden, arbeitsplätze, "
            "stellen, insolvenz, vorstandschef"
        ),
        SCIENCE: (
            "wissenschaftler, wissenschaftlerin, wissenschaftlerinnen, forscher, forscherin, "
            "forscherinnen, forschende, studie, art, arten, klima, klimawandel, emissionen, "
            "kohlendioxid, impfstoff, krankheit, patienten, virus, teleskop, raumsonde, satellit, "
            "mond, umlaufbahn, rakete, gletscher, erwärmung, wald, wälder, ozean, riff, dürre, "
            "artenvielfalt, fossil, physik, gene, labor, naturschutz, vögel, wale, solar, "
            "windkraft, erneuerbare, astronomen, biologen"
        ),
    },
    "fr": {
        WORLD: (
            "président, présidente, premier ministre, première ministre, parlement, assemblée, "
            "sénat, gouvernement, ministre, ministres, dirigeant, dirigeants, élection, élections, "
            "vote, scrutin, guerre, cessez-le-feu, troupes, soldats, militaire, armée, traité, "
            "sommet, pourparlers, négociations, sanctions, réfugiés, ambassade, frontière, paix, "
            "attaque, manifestation, manifestations, police, tribunal, juge, juges, enquête, "
            "séisme, inondation, inondations, tempête, accident, tué, tués, morts, blessés, "
            "évacués, secourus, coalition, opposition, maire, invasion, sécurité"
        ),
        BUSINESS: (
            "banque, banques, action, actions, bourse, marché, marchés, investisseurs, bénéfice, "
            "bénéfices, chiffre d'affaires, inflation, taux, économie, économique, croissance, "
            "droits de douane, commerce, fusion, rachat, entreprise, entreprises, usine, prix, "
            "salaires, grève, chômage, monnaie, budget, exportations, importations, milliard, "
            "milliards, emplois, ventes, faillite"
        ),
        SCIENCE: (
            "scientifiques, chercheurs, chercheuses, étude, espèce, espèces, climat, climatique, "
            "émissions, carbone, vaccin, maladie, patients, virus, télescope, sonde, satellite, "
            "lune, orbite, fusée, glaciers, réchauffement, faune, forêt, forêts, océan, récif, "
            "sécheresse, biodiversité, fossile, physique, gènes, laboratoire, oiseaux, baleines, "
            "solaire, renouvelables, astronomes, biologistes"
        ),
    },
    "es": {
        WORLD: (
            "presidente, presidenta, primer ministro, primera ministra, parlamento, congreso, "
            "senado, gobierno, ministro, ministra, ministros, líder, líderes, elección, "
            "elecciones, votación, guerra, alto el fuego, tropas, soldados, militar, ejército, "
            "tratado, cumbre, negociaciones, sanciones, refugiados, embajada, frontera, paz, "
            "ataque, protesta, protestas, policía, tribunal, juez, jueza, jueces, investigación, "
            "terremoto, inundación, inundaciones, tormenta, accidente, muertos, murieron, heridos, "
            "evacuados, rescatados, coalición, oposición, alcalde, alcaldesa, invasión, seguridad"
        ),
        BUSINESS: (
            "banco, bancos, acciones, bolsa, mercado, mercados, inversores, beneficio, beneficios, "
            "ganancias, ingresos, inflación, tipo de interés, tipos de interés, tasas de interés, "
            "economía, económico, arancel, aranceles, comercio, fusión, adquisición, empresa, "
            "empresas, fábrica, precio, precios, salarios, huelga, desempleo, paro, moneda, "
            "presupuesto, exportaciones, importaciones, millones, empleos, ventas, quiebra"
        ),
        SCIENCE: (
            "científicos, científicas, investigadores, investigadoras, estudio, especie, especies, "
            "clima, climático, emisiones, carbono, vacuna, enfermedad, pacientes, virus, "
            "telescopio, sonda, satélite, luna, órbita, cohete, glaciares, calentamiento, fauna, "
            "bosque, bosques, océano, arrecife, sequía, biodiversidad, fósil, física, genes, "
            "laboratorio, aves, ballenas, solar, renovables, astrónomos, biólogos"
        ),
    },
    "it": {
        WORLD: (
            "presidente, premier, primo ministro, parlamento, senato, governo, ministro, ministra, "
            "ministri, leader, elezione, elezioni, voto, guerra, cessate il fuoco, tregua, truppe, "
            "soldati, militare, esercito, trattato, vertice, negoziati, sanzioni, rifugiati, "
            "ambasciata, confine, pace, attacco, protesta, proteste, polizia, tribunale, giudice, "
            "giudici, inchiesta, terremoto, alluvione, alluvioni, tempesta, incidente, uccisi, "
            "morti, feriti, evacuati, salvati, coalizione, opposizione, sindaco, sindaca, "
            "invasione, sicurezza"
        ),
        BUSINESS: (
            "banca, banche, azioni, borsa, mercato, mercati, investitori, utile, utili, profitti, "
            "ricavi, fatturato, inflazione, tasso d'interesse, tassi, economia, economico, dazi, "
            "commercio, fusione, acquisizione, azienda, aziende, impresa, imprese, fabbrica, "
            "prezzo, prezzi, salari, sciopero, disoccupazione, valuta, bilancio, esportazioni, "
            "importazioni, miliardo, miliardi, posti di lavoro, vendite, fallimento"
        ),
        SCIENCE: (
            "scienziati, scienziate, ricercatori, ricercatrici, studio, specie, clima, climatico, "
            "emissioni, carbonio, vaccino, malattia, pazienti, virus, telescopio, sonda, "
            "satellite, luna, orbita, razzo, ghiacciai, riscaldamento, fauna, foresta, foreste, "
            "oceano, barriera corallina, siccità, biodiversità, fossile, fisica, geni, "
            "laboratorio, uccelli, balene, solare, rinnovabili, astronomi, biologi"
        ),
    },
    "pt": {
        WORLD: (
            "presidente, primeiro-ministro, primeira-ministra, parlamento, congresso, senado, "
            "governo, ministro, ministra, ministros, líder, líderes, eleição, eleições, votação, "
            "guerra, cessar-fogo, tropas, soldados, militar, exército, tratado, cimeira, cúpula, "
            "negociações, sanções, refugiados, embaixada, fronteira, paz, ataque, protesto, "
            "protestos, polícia, tribunal, juiz, juíza, juízes, inquérito, terremoto, sismo, "
            "inundação, inundações, tempestade, acidente, mortos, morreram, feridos, evacuados, "
            "resgatados, coligação, coalizão, oposição, prefeito, prefeita, autarca, invasão, "
            "segurança"
        ),
        BUSINESS: (
            "banco, bancos, ações, bolsa, mercado, mercados, investidores, lucro, lucros, "
            "receita, receitas, inflação, taxa de juro, taxas de juro, juros, economia, económico, "
            "econômico, tarifa, tarifas, comércio, fusão, aquisição, empresa, empresas, fábrica, "
            "preço, preços, salários, greve, desemprego, moeda, orçamento, exportações, "
            "importações, bilhões, milhões, empregos, vendas, falência"
        ),
        SCIENCE: (
            "cientistas, pesquisadores, pesquisadoras, investigadores, estudo, espécie, espécies, "
            "clima, climático, climáticas, emissões, carbono, vacina, doença, pacientes, doentes, "
            "vírus, telescópio, sonda, satélite, lua, órbita, foguete, foguetão, glaciares, "
            "geleiras, aquecimento, fauna, floresta, florestas, oceano, recife, seca, "
            "biodiversidade, fóssil, física, genes, laboratório, aves, baleias, solar, renováveis, "
            "astrónomos, astrônomos, biólogos"
        ),
    },
    "nl": {
        WORLD: (
            "president, premier, minister-president, parlement, tweede kamer, kabinet, regering, "
            "minister, ministers, leider, leiders, verkiezing, verkiezingen, stemming, oorlog, "
            "staakt-het-vuren, wapenstilstand, troepen, soldaten, leger, verdrag, top, "
            "onderhandelingen, sancties, vluchtelingen, ambassade, grens, vrede, aanval, "
            "aanvallen, protest, protesten, politie, rechtbank, rechter, rechters, onderzoek, "
            "aardbeving, overstroming, overstromingen, storm, ongeluk, gedood, doden, gewonden, "
            "geëvacueerd, gered, coalitie, oppositie, burgemeester, gemeenteraad, invasie, "
            "veiligheid"
        ),
        BUSINESS: (
            "bank, banken, aandeel, aandelen, beurs, markt, markten, beleggers, investeerders, "
            "winst, verlies, omzet, inflatie, rente, economie, economische, invoerheffing, "
            "invoerheffingen, handel, fusie, overname, bedrijf, bedrijven, fabriek, prijs, "
            "prijzen, loon, lonen, staking, werkloosheid, munt, begroting, export, import, "
            "miljard, miljoen, banen, verkoop, faillissement, topman"
        ),
        SCIENCE: (
            "wetenschappers, wetenschapper, onderzoekers, onderzoeker, studie, soort, soorten, "
            "klimaat, klimaatverandering, uitstoot, koolstof, vaccin, ziekte, patiënten, virus, "
            "telescoop, ruimtesonde, satelliet, maan, raket, gletsjers, opwarming, natuur, bos, "
            "bossen, oceaan, rif, droogte, biodiversiteit, fossiel, natuurkunde, genen, "
            "laboratorium, vogels, walvissen, zonne-energie, astronomen, biologen"
        ),
    },
    "pl": {
        WORLD: (
            "prezydent, prezydenta, premier, premiera, parlament, parlamentu, sejm, senat, rząd, "
            "rządu, minister, ministra, ministrowie, przywódca, przywódcy, wybory, wyborów, "
            "głosowanie, wojna, wojny, rozejm, zawieszenie broni, wojsko, wojska, żołnierze, "
            "armia, traktat, szczyt, rozmowy, sankcje, uchodźcy, ambasada, granica, granicy, "
            "pokój, atak, ataki, protest, protesty, policja, policji, sąd, sędzia, śledztwo, "
            "trzęsienie ziemi, powódź, burza, wypadek, zginęli, zginęło, ranni, ewakuowano, "
            "koalicja, opozycja, burmistrz, inwazja, bezpieczeństwo"
        ),
        BUSINESS: (
            "bank, banku, banki, akcje, akcji, giełda, rynek, rynku, rynki, inwestorzy, zysk, "
            "zyski, przychody, inflacja, inflacji, stopy procentowe, stóp procentowych, "
            "gospodarka, gospodarki, cła, handel, fuzja, przejęcie, firma, firmy, spółka, spółki, "
            "fabryka, fabryki, cena, ceny, cen, płace, strajk, bezrobocie, waluta, budżet, "
            "eksport, import, miliard, miliardów, sprzedaż"
        ),
        SCIENCE: (
            "naukowcy, naukowców, badacze, badaczy, badanie, badania, gatunek, gatunki, klimat, "
            "klimatu, emisje, emisji, szczepionka, choroba, choroby, pacjenci, pacjentów, wirus, "
            "teleskop, sonda, satelita, księżyc, orbita, rakieta, lodowce, ocieplenie, las, lasy, "
            "ocean, rafa, susza, bioróżnorodność, fizyka, geny, laboratorium, ptaki, wieloryby, "
            "astronomowie, biolodzy"
        ),
    },
    "uk": {
        WORLD: (
            "президент, президента, прем'єр-міністр, прем'єр, парламент, парламенту, верховна "
            "рада, уряд, уряду, міністр, міністра, міністри, вибори, виборів, голосування, війна, "
            "війни, перемир'я, війська, військ, армія, армії, договір, саміт, переговори, "
            "переговорів, санкції, біженці, посольство, кордон, кордоні, мир, атака, протест, "
            "протести, поліція, поліції, суд, суддя, розслідування, землетрус, повінь, буря, "
            "аварія, загинули, поранені, евакуювали, врятували, коаліція, опозиція, мер, безпека"
        ),
        BUSINESS: (
            "банк, банку, банки, акції, акцій, біржа, ринок, ринку, ринки, інвестори, прибуток, "
            "прибутки, дохід, доходи, інфляція, інфляції, облікова ставка, економіка, економіки, "
            "мито, мита, торгівля, торгівлі, злиття, компанія, компанії, завод, заводу, ціна, "
            "ціни, цін, зарплати, страйк, безробіття, валюта, бюджет, бюджету, експорт, імпорт, "
            "мільярд, мільярдів, продажі"
        ),
        SCIENCE: (
            "вчені, учені, науковці, науковців, дослідники, дослідників, дослідження, вид, види, "
            "клімат, клімату, викиди, вакцина, вакцини, хвороба, хвороби, пацієнти, пацієнтів, "
            "вірус, телескоп, зонд, супутник, місяць, орбіта, ракета, льодовики, потепління, ліс, "
            "ліси, океан, риф, посуха, фізика, гени, лабораторія, птахи, кити, астрономи, біологи"
        ),
    },
    "ar": {
        WORLD: (
            "رئيس, الرئيس, رئيس الوزراء, البرلمان, برلمان, الحكومة, حكومة, وزير, الوزير, وزراء, "
            "الوزراء, زعيم, انتخابات, الانتخابات, تصويت, التصويت, حرب, الحرب, هدنة, الهدنة, وقف "
            "إطلاق النار, قوات, القوات, الجيش, جيش, معاهدة, قمة, القمة, محادثات, المحادثات, "
            "مفاوضات, المفاوضات, عقوبات, العقوبات, لاجئين, اللاجئين, السفارة, الحدود, السلام, "
            "هجوم, الهجوم, احتجاجات, الاحتجاجات, الشرطة, المحكمة, محكمة, القاضي, تحقيق, زلزال, "
            "الزلزال, فيضانات, الفيضانات, عاصفة, العاصفة, قتل, قتلى, جرحى, المعارضة, الأمن"
        ),
        BUSINESS: (
            "بنك, البنك, المصرف, البنك المركزي, أسهم, الأسهم, البورصة, سوق, السوق, الأسواق, "
            "المستثمرين, أرباح, الأرباح, إيرادات, الإيرادات, التضخم, الفائدة, أسعار الفائدة, "
            "اقتصاد, الاقتصاد, الاقتصادي, رسوم, الرسوم, تجارة, التجارة, اندماج, استحواذ, شركة, "
            "الشركة, شركات, الشركات, مصنع, المصنع, أسعار, الأسعار, الأجور, إضراب, البطالة, العملة, "
            "الميزانية, الصادرات, الواردات, مليار, مليارات, مبيعات, المبيعات"
        ),
        SCIENCE: (
            "علماء, العلماء, باحثون, الباحثون, الباحثين, دراسة, الدراسة, أنواع, المناخ, المناخي, "
            "انبعاثات, الانبعاثات, الكربون, لقاح, اللقاح, مرض, المرض, المرضى, فيروس, الفيروس, "
            "تلسكوب, مسبار, قمر صناعي, القمر, مدار, صاروخ, الجليد, الاحترار, الغابات, المحيط, "
            "الشعاب, الجفاف, التنوع البيولوجي, الفيزياء, الجينات, المختبر, الطيور, الحيتان, "
            "الطاقة الشمسية, المتجددة"
        ),
    },
}
