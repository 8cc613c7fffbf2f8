package main

import (
	"time"

	"github.com/yousaid/yousaid/store"
)

// demoBoard is what stands on the whiteboard; the dates that its sentences
// name are counted from now.
func demoBoard(now time.Time) []demoGroup {
	saturday := 1 + (int(time.Saturday)+6-int(now.Weekday()))%7
	return []demoGroup{
		{people: 47, from: 81, to: 2, topics: []string{"equipment"}, owner: "Jaan", action: "New heater valve, 22 °C every morning", by: 4, status: store.Doing, told: 20,
			why: "The valve is in. We watch the temperature for a week.", answer: "You were right, it was 18 °C. A new heater valve is in, and Jaan checks for 22 °C every morning at 6:30. If it is cold again, tell the desk at once. Jaan",
			said: words("Changing rooms are cold", "Umkleiden sind kalt", "Riietusruumid on külmad", "В раздевалках холодно", "У роздягальнях холодно", "Malamig sa bihisan"),
			doing: words("New heater valve fitted. We check 22 °C every morning.", "Neues Ventil eingebaut. Jeden Morgen prüfen wir 22 °C.", "Uus küttekraan on paigas. Kontrollime igal hommikul 22 °C.",
				"Новый клапан стоит. Каждое утро проверяем 22 °C.", "Новий клапан стоїть. Щоранку перевіряємо 22 °C.", "May bagong balbula. 22 °C ang tsek tuwing umaga."),
			texts: []demoText{{"en", "It was freezing in the changing room after the swim."}, {"et", "Riietusruum oli väga külm, lapsel huuled sinised."}, {"en", "Ladies' changing: my hair froze to my neck."},
				{"de", "In der Umkleide zieht es, man friert nach dem Duschen."}, {"ru", "В раздевалке холодно, ребёнок дрожал."}, {"uk", "У роздягальні холодно, довелося сушитися в куртці."},
				{"fil", "Ang lamig sa bihisan pagkatapos lumangoy."}, {"en", "Please turn the heating on in the family changing room."}, {"et", "Külm! Eriti hommikul kella seitsme ajal."}, {"ru", "Очень дует от окна у душевых."},
				{"en", "Second week in a row that the changing room is cold."}, {"en", "The floor heating in changing room 2 does nothing."}}},
		{people: 39, from: 83, to: 26, topics: []string{"waiting"}, owner: "Marta", action: "A second desk 17–19, every weekday", by: -3, status: store.Done, done: 3, told: 38,
			why: "The second desk is open. Longest wait this week: 4 minutes.", answer: "Twenty minutes is too long. From now on a second desk is open from 17 to 19 on every weekday. Marta",
			said: words("20 minutes’ wait at reception", "20 Minuten Warten am Empfang", "20 minutit ootamist vastuvõtus", "20 минут ожидания на ресепшене", "20 хвилин чекання на рецепції", "20 minutong pila sa reception"),
			doing: words("A second desk is open 17–19, every weekday.", "Ein zweiter Schalter ist werktags von 17–19 offen.", "Teine lett on avatud tööpäeviti 17–19.",
				"Вторая стойка открыта по будням с 17 до 19.", "Друга стійка працює в будні з 17 до 19.", "May pangalawang desk 17–19, tuwing weekday."),
			texts: []demoText{{"en", "20 minutes in the queue for a 45 minute class."}, {"et", "Järjekord oli uksest väljas, üks inimene letis."}, {"en", "One person at the desk at 6 pm, really?"}, {"ru", "Стояли в очереди двадцать минут, опоздали на занятие."},
				{"de", "Zwanzig Minuten gewartet, nur um einzuchecken."}, {"uk", "Черга на пів години, працює одна каса."}, {"en", "Missed the start of spin because of the queue."}, {"fil", "Ang haba ng pila sa reception."}, {"en", "Could there be a fast lane for members?"}}},
		{people: 26, from: 79, to: 3, topics: []string{"price"}, owner: "Olena", action: "One price list for desk, wall and website", by: 8, status: store.Planned, told: 24,
			why: "The printer delivers the new wall posters.", answer: "You were right: three places showed three prices. There will be one list for desk, wall and website. If you paid more than the website said, show your receipt and we pay the difference. Olena",
			said: words("Price was not what we were told", "Der Preis war anders als gesagt", "Hind oli teine kui öeldud", "Цена не та, что нам назвали", "Ціна не та, яку нам назвали", "Iba ang presyo sa sinabi"),
			doing: words("One price list: same at the desk, on the wall, online.", "Eine Preisliste: Kasse, Wand und Webseite gleich.", "Üks hinnakiri: letis, seinal ja veebis sama.",
				"Один прейскурант: на кассе, на стене и на сайте.", "Один прайс: на касі, на стіні й на сайті.", "Isang listahan: pareho sa desk, sa pader, online."),
			texts: []demoText{{"en", "Website says 7.50, desk says 9. Which is it?"}, {"et", "Veebis oli odavam kui kassas."}, {"ru", "На сайте одна цена, на кассе другая."}, {"en", "The family ticket cost more than on the poster."},
				{"de", "Auf der Webseite stand ein anderer Preis."}, {"uk", "На сайті було дешевше, ніж на касі."}, {"en", "Towel hire is 2 euros now? Nobody told us."}, {"fil", "Iba ang presyo sa website at sa desk."}}},
		{people: 19, from: 70, to: 3, topics: []string{"equipment"}, owner: "Priya", action: "Fit 40 new locks in one evening", by: 11, status: store.Doing, told: 22,
			why: "The locks are here, we fit them after closing.", answer: "Sorry that your things were stuck. 40 new locks have arrived and we fit them in one evening after closing. Until then the right-hand rows work well. Priya",
			said: words("Left-hand lockers jam", "Die linken Schränke klemmen", "Vasakpoolsed kapid kiiluvad", "Левые шкафчики заедают", "Ліві шафки заїдають", "Sumasabit ang mga locker sa kaliwa"),
			doing: words("40 new locks are here. We fit them in one evening.", "40 neue Schlösser sind da. Einbau an einem Abend.", "40 uut lukku on kohal. Paigaldame ühe õhtuga.",
				"40 новых замков уже здесь. Поставим за один вечер.", "40 нових замків уже тут. Поставимо за один вечір.", "May 40 bagong kandado. Ikakabit sa isang gabi."),
			texts: []demoText{{"en", "Locker 17 would not open, waited for staff in a wet towel."}, {"et", "Kapp 16 jääb kinni."}, {"en", "Lockers on the left jam every time."}, {"ru", "Шкафчик заело, ключ не поворачивается."},
				{"de", "Schrank 19 ging nicht mehr auf."}, {"uk", "Шафка не відчиняється, ключ застряг."}, {"en", "My coin stayed in locker 15."}}},
		{people: 11, from: 76, to: 9, topics: []string{"booking"}, kind: store.KindSuggestion, owner: "Tomas", action: "Look at lifeguards for late hours", by: daysToMarch(now), status: store.Cant, told: 30,
			why: "No lifeguard so late. We look again in March.", answer: "We asked, and nobody is free to guard the pool after 22:00 this winter. Without a lifeguard we may not open. We look at it again when the new rota begins. Tomas",
			said: words("Please open the pool until 23:00", "Bitte das Becken bis 23:00 öffnen", "Palun hoidke bassein lahti 23-ni", "Откройте бассейн до 23:00", "Відкрийте басейн до 23:00", "Buksan sana ang pool hanggang 23:00"),
			doing: words("Why: no lifeguard so late. We look again in March.", "Warum: so spät keine Aufsicht. Im März sehen wir neu.", "Miks: nii hilja pole vetelpäästjat. Vaatame märtsis.",
				"Почему: нет спасателя. Вернёмся к этому в марте.", "Чому: немає рятувальника. Повернемося в березні.", "Bakit: walang lifeguard. Titingnan muli sa Marso."),
			texts: []demoText{{"en", "I work late. Could the pool stay open until 23:00?"}, {"et", "Võiks ujula olla kauem lahti, töötan kaheksani."}, {"ru", "Откройте бассейн подольше по вечерам."}, {"en", "Late swims on Fridays please."}, {"uk", "Плавала б після роботи, якби було до 23."}}},
		{people: 9, from: 34, to: 2, topics: []string{"other"}, owner: "Marta", action: "Try a quiet hour at 7", by: saturday, status: store.Heard, told: 6,
			why: "", answer: "Seven in the morning is early for loud music. Marta tries a quiet hour and tells you on Saturday how it went. Marta",
			said: words("Music too loud at 7 am", "Musik um 7 Uhr zu laut", "Muusika kell 7 on liiga vali", "Музыка в 7 утра слишком громкая", "Музика о 7 ранку надто гучна", "Malakas ang tugtog ng 7 ng umaga"),
			doing: words("Marta is trying a quiet hour. Answer on Saturday.", "Marta probiert eine stille Stunde. Antwort am Samstag.", "Marta proovib vaikset tundi. Vastus laupäeval.",
				"Марта пробует тихий час. Ответ в субботу.", "Марта пробує тиху годину. Відповідь у суботу.", "Sinusubukan ni Marta ang tahimik na oras. Sabado ang sagot."),
			texts: []demoText{{"en", "Do we need the disco at seven in the morning?"}, {"et", "Hommikul võiks muusika vaiksem olla."}, {"ru", "Утром слишком громкая музыка."}, {"en", "Could the gym music be off before eight?"}}},
	}
}

// daysToMarch counts the days to the next first of March.
func daysToMarch(now time.Time) int {
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	march := time.Date(y, time.March, 1, 0, 0, 0, 0, time.UTC)
	if !march.After(today) {
		march = march.AddDate(1, 0, 0)
	}
	return int(march.Sub(today).Hours() / 24)
}

// demoFixed is what was put right this month.
func demoFixed() []demoGroup {
	fixed := func(people, from, done int, topic, owner string, text demoText, said, doing store.Words) demoGroup {
		return demoGroup{people: people, from: from, to: done + 3, topics: []string{topic}, owner: owner, action: doing["en"], by: -done, status: store.Done, done: done, told: done + 2,
			why: "Done, and looked at again the day after.", answer: "You were right. It is done now; tell us if it comes back. " + owner, texts: []demoText{text}, said: said, doing: doing}
	}
	return []demoGroup{
		fixed(8, 30, 2, "equipment", "Jaan", demoText{"en", "Half of the hair dryers do not work."}, words("Hair dryers replaced", "Neue Haartrockner", "Uued föönid", "Новые фены", "Нові фени", "Bagong hair dryer"),
			words("Six new hair dryers.", "Sechs neue Haartrockner.", "Kuus uut fööni.", "Шесть новых фенов.", "Шість нових фенів.", "Anim na bagong hair dryer.")),
		fixed(7, 36, 5, "equipment", "Jaan", demoText{"et", "Esimese korruse dušist tuleb külma vett."}, words("Hot showers, level 1", "Warme Duschen, Etage 1", "Soe dušš, 1. korrus", "Горячий душ, этаж 1", "Гарячий душ, поверх 1", "Mainit na shower, palapag 1"),
			words("The mixer is mended.", "Der Mischer ist repariert.", "Segisti on parandatud.", "Смеситель починен.", "Змішувач полагоджено.", "Naayos na ang mixer.")),
		fixed(6, 44, 9, "equipment", "Tomas", demoText{"de", "Die große Uhr am Becken geht falsch."}, words("Big pool clock", "Große Uhr am Becken", "Suur basseinikell", "Большие часы у бассейна", "Великий годинник біля басейну", "Malaking orasan sa pool"),
			words("It shows the right time again.", "Sie geht wieder richtig.", "Näitab jälle õiget aega.", "Снова показывают верное время.", "Знову показує точний час.", "Tama na ulit ang oras.")),
		fixed(5, 48, 13, "equipment", "Priya", demoText{"en", "My mother cannot get out of pool 2 without a rail."}, words("Step rail at pool 2", "Handlauf an Becken 2", "Käsipuu 2. basseini juures", "Поручень у бассейна 2", "Поруччя біля басейну 2", "Hawakan sa pool 2"),
			words("A second rail is up.", "Ein zweiter Handlauf ist dran.", "Teine käsipuu on paigas.", "Второй поручень стоит.", "Друге поруччя стоїть.", "May pangalawang hawakan.")),
	}
}

func words(en, de, et, ru, uk, fil string) store.Words {
	return store.Words{"en": en, "de": de, "et": et, "ru": ru, "uk": uk, "fil": fil}
}

// demoInbox is who waits for an answer now, least time first; two more wait on
// returned cards, see demoReturned.
func demoInbox() []demoOpen {
	const day = 24 * time.Hour
	return []demoOpen{
		{-3 * time.Hour, store.CardChannel, "en", 1, []string{"staff"}, "The lifeguard shouted at my son.", "", "", "r.sild@mail.example"},
		{-40 * time.Minute, store.CallChannel, "en", 2, []string{"booking"}, "Paid twice for one court.", "", "Tomas", "5550 0147"},
		{4*time.Hour + 10*time.Minute, store.KioskChannel, "en", 2, []string{"price", "waiting"}, "The website said €9 for swim and sauna. At the desk it was €14, and I stood twenty minutes to find out.", "", "Marta", ""},
		{9 * time.Hour, store.PhoneChannel, "ru", 2, []string{"clean"}, "В душевой на втором этаже не убрано с утра.", "", "Olena", ""},
		{19 * time.Hour, store.KioskChannel, "en", 2, []string{"equipment"}, "Left lockers 14 to 20 will not shut.", "", "Priya", ""},
		{22 * time.Hour, store.DeskChannel, "et", 3, []string{"booking"}, "Broneering kadus süsteemist, pidin uuesti maksma.", "", "Marta", "kaja.rebane@post.example 5550 0132"},
		{26 * time.Hour, store.KioskChannel, "en", 1, []string{"wrong"}, "My locker coin came back as a blank token.", "", "Jaan", ""},
		{day + 6*time.Hour, store.CardChannel, "de", 2, []string{"equipment"}, "Es war sehr kalt beim Umziehen.", "", "", ""},
		{day + 9*time.Hour, store.KioskChannel, "fil", 2, []string{"waiting"}, "Matagal ang pila sa sauna ngayong gabi.", "", "Olena", ""},
		{day + 14*time.Hour, store.PhoneChannel, "en", 3, []string{"other"}, "Could the crèche open at nine on Sundays?", store.KindSuggestion, "Ana", "j.ward@mail.example"},
		{day + 18*time.Hour, store.KioskChannel, "uk", 2, []string{"other"}, "Музика о сьомій ранку надто гучна.", "", "Tomas", ""},
		{day + 20*time.Hour, store.KioskChannel, "et", 2, []string{"clean"}, "Jõusaalis ei ole paberrätikuid.", "", "", ""},
	}
}

// demoLine is one thing that somebody says on an ordinary day.
type demoLine struct {
	lang, text string
	topics     []string
}

func demoSmall() []demoLine {
	waiting, staff, price, wrong, clean, equipment, booking, other := []string{"waiting"}, []string{"staff"}, []string{"price"}, []string{"wrong"}, []string{"clean"}, []string{"equipment"}, []string{"booking"}, []string{"other"}
	return []demoLine{
		{"en", "Waited ten minutes for a spare towel.", waiting}, {"et", "Kohvikus ootasin veerand tundi.", waiting}, {"ru", "Долго ждали тренера в зале.", waiting}, {"de", "An der Kasse ging eine Viertelstunde nichts.", waiting},
		{"en", "The man at the desk did not look up once.", staff}, {"et", "Treener hilines ja ei vabandanud.", staff}, {"uk", "На рецепції відповіли неввічливо.", staff}, {"en", "I was told off for a stroller that others park there too.", staff},
		{"en", "Charged for two towels, had one.", price}, {"ru", "Списали дважды за парковку.", price}, {"de", "Die Zehnerkarte ist teurer geworden, ohne Hinweis.", price},
		{"en", "Ordered a tea, got hot water.", wrong}, {"et", "Sain vale suurusega laenuujumisriided.", wrong}, {"fil", "Mali ang ibinigay na susi.", wrong},
		{"en", "Hair in the drain of shower 4, again.", clean}, {"et", "Põrand duširuumis oli libe ja must.", clean}, {"ru", "В туалете у бассейна нет мыла.", clean}, {"uk", "У спортзалі брудні килимки.", clean}, {"de", "Im Dampfbad riecht es muffig.", clean}, {"en", "Bins at the court are full since Friday.", clean}, {"fil", "Madulas at marumi ang sahig sa shower.", clean},
		{"en", "Treadmill 3 stops by itself.", equipment}, {"et", "Velotrenažöör number 5 kriuksub.", equipment}, {"ru", "Не работает питьевой фонтанчик.", equipment}, {"en", "The baby change table is loose.", equipment}, {"de", "Der Aufzug zum Becken steht wieder.", equipment}, {"uk", "Зламана ручка на дверях сауни.", equipment},
		{"en", "Booked court 2, somebody was on it.", booking}, {"et", "Äpp ütles, et trenn on täis, aga kohti oli.", booking}, {"ru", "Запись на аквааэробику пропала.", booking}, {"de", "Stornieren ging nur per Telefon.", booking},
		{"en", "Nowhere to lock a bike at the back door.", other}, {"et", "Parkla on pime.", other}, {"uk", "Немає вішаків біля душових.", other}, {"en", "The radio in the café is on two stations at once.", other},
	}
}

func demoThanks() []demoLine {
	staff, clean, other, equipment := []string{"staff"}, []string{"clean"}, []string{"other"}, []string{"equipment"}
	return []demoLine{
		{"en", "Priya found my ring in the drain. Thank you.", staff}, {"et", "Ujumistreener Mari on suurepärane.", staff}, {"ru", "Спасибо за тёплый приём.", staff}, {"de", "Sehr freundlich am Empfang.", staff}, {"uk", "Дякую тренерці за терпіння.", staff}, {"fil", "Ang bait ng mga tao sa desk.", staff},
		{"en", "Pool was spotless this morning.", clean}, {"et", "Väga puhas saun.", clean}, {"ru", "Чисто и уютно.", clean}, {"en", "Lovely new hair dryers.", equipment}, {"de", "Die Duschen sind wieder warm, danke.", equipment},
		{"en", "You said you would fix the rail and you did.", other}, {"uk", "Приємно, що нас чують.", other}, {"en", "My kids love the Saturday splash.", other},
	}
}

func demoIdeas() []demoLine {
	other, booking := []string{"other"}, []string{"booking"}
	return []demoLine{
		{"en", "A hook beside each shower would help.", other}, {"et", "Palun pange jalgrattahoidja ukse juurde.", other}, {"ru", "Сделайте абонемент для пенсионеров по утрам.", other}, {"de", "Ein Wasserspender im Kursraum wäre schön.", other},
		{"en", "Let us book the sauna in the app.", booking}, {"uk", "Зробіть вечір для батьків з немовлятами.", other}, {"fil", "Sana may klase sa Sabado ng umaga.", booking},
	}
}

// demoReply answers in the language that was spoken.
func demoReply(n store.NewSubmission) string {
	thanks := n.Mood >= 4
	pick := func(sorry, glad string) string {
		if thanks {
			return glad
		}
		return sorry
	}
	switch n.Lang {
	case "de":
		return pick("Sie hatten recht. Wir haben es uns angesehen und bringen es diese Woche in Ordnung.", "Danke, dass Sie es sagen. Wir geben es weiter.")
	case "et":
		return pick("Teil oli õigus. Vaatasime selle üle ja teeme sel nädalal korda.", "Aitäh, et ütlesite. Anname edasi.")
	case "ru":
		return pick("Вы правы. Мы посмотрели и исправим это на этой неделе.", "Спасибо, что сказали. Передадим коллегам.")
	case "uk":
		return pick("Ви маєте рацію. Ми подивилися й виправимо це цього тижня.", "Дякуємо, що сказали. Передамо колегам.")
	case "fil":
		return pick("Tama kayo. Tiningnan na namin at aayusin ngayong linggo.", "Salamat sa pagsabi. Ipaparating namin.")
	}
	return pick("You were right. We looked at it and put it right this week.", "Thank you for telling us. We pass it on.")
}
