package i18n

import (
	"fmt"
	"strings"
	"time"
)

// Names of days and months come from CLDR 46 (wide and abbreviated, in the
// genitive where a day of the month stands before it).

type calendar struct {
	days, daysShort     string
	months, monthsShort string
	dot                 string // after the day of the month
}

func (l Lang) calendar() calendar {
	switch l {
	case German:
		return calendar{"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa",
			"Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
			"Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.", "."}
	case Estonian:
		return calendar{"pühapäev esmaspäev teisipäev kolmapäev neljapäev reede laupäev", "P E T K N R L",
			"jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
			"jaan veebr märts apr mai juuni juuli aug sept okt nov dets", "."}
	case Russian:
		return calendar{"воскресенье понедельник вторник среда четверг пятница суббота", "вс пн вт ср чт пт сб",
			"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
			"янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.", ""}
	case Ukrainian:
		return calendar{"неділя понеділок вівторок середа четвер пʼятниця субота", "нд пн вт ср чт пт сб",
			"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
			"січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.", ""}
	case Filipino:
		return calendar{"Linggo Lunes Martes Miyerkules Huwebes Biyernes Sabado", "Lin Lun Mar Miy Huw Biy Sab",
			"Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre",
			"Ene Peb Mar Abr May Hun Hul Ago Set Okt Nob Dis", ""}
	}
	return calendar{"Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "Sun Mon Tue Wed Thu Fri Sat",
		"January February March April May June July August September October November December",
		"Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec", ""}
}

func nth(words string, i int) string { return strings.Fields(words)[i] }

// DayMonth is "19 November". All dates take their zone from t.
func (p *Printer) DayMonth(t time.Time) string {
	c := p.Lang.calendar()
	return fmt.Sprintf("%d%s %s", t.Day(), c.dot, nth(c.months, int(t.Month())-1))
}

// ShortDate is "19 Nov".
func (p *Printer) ShortDate(t time.Time) string {
	c := p.Lang.calendar()
	return fmt.Sprintf("%d%s %s", t.Day(), c.dot, nth(c.monthsShort, int(t.Month())-1))
}

// Weekday is "Thursday".
func (p *Printer) Weekday(t time.Time) string { return nth(p.Lang.calendar().days, int(t.Weekday())) }

// WeekdayShort is "Thu".
func (p *Printer) WeekdayShort(t time.Time) string {
	return nth(p.Lang.calendar().daysShort, int(t.Weekday()))
}

// WeekdayName is the name of a day of the week.
func (p *Printer) WeekdayName(d time.Weekday) string { return nth(p.Lang.calendar().days, int(d)) }

// MonthName is the month as it stands beside a day ("November").
func (p *Printer) MonthName(m time.Month) string { return nth(p.Lang.calendar().months, int(m)-1) }

// Before is how a date stands in a sentence that gives a last day: its language
// may put it into a case of its own.
type Before int

// The sentences.
const (
	By    Before = iota // "an answer by", "hiljemalt", "до"
	Until               // "open until", "kuni", "до"
)

// DateTimeBy is DateTime in a sentence of a last day: "до вторника, 24 ноября, 18:42".
func (p *Printer) DateTimeBy(t time.Time, b Before) string {
	return p.DateBy(t, b) + ", " + p.Clock(t)
}

// DateYearBy is DateYear in a sentence of a last day.
func (p *Printer) DateYearBy(t time.Time, b Before) string {
	return p.DateBy(t, b) + " " + t.Format("2006")
}

// DateBy is Date in a sentence of a last day.
func (p *Printer) DateBy(t time.Time, b Before) string {
	days, months := p.Lang.genitives()
	if days == "" {
		return p.Date(t)
	}
	ending := ""
	if p.Lang == Estonian {
		ending = [...]string{By: "l", Until: "ni"}[b]
	}
	c := p.Lang.calendar()
	return fmt.Sprintf("%s%s, %d%s %s%s", nth(days, int(t.Weekday())), ending, t.Day(), c.dot, nth(months, int(t.Month())-1), ending)
}

// genitives are the names of days and months in the genitive, to which Estonian
// puts its endings; "" where a last day is said like any other.
func (l Lang) genitives() (days, months string) {
	switch l {
	case Estonian:
		return "pühapäeva esmaspäeva teisipäeva kolmapäeva neljapäeva reede laupäeva",
			"jaanuari veebruari märtsi aprilli mai juuni juuli augusti septembri oktoobri novembri detsembri"
	case Russian:
		return "воскресенья понедельника вторника среды четверга пятницы субботы", l.calendar().months
	case Ukrainian:
		return "неділі понеділка вівторка середи четверга пʼятниці суботи", l.calendar().months
	}
	return "", ""
}

// Clock is "18:42", 24 hours.
func (p *Printer) Clock(t time.Time) string { return t.Format("15:04") }

// DateTime is "Thursday 19 November, 18:42".
func (p *Printer) DateTime(t time.Time) string {
	sep := " "
	if p.Lang != English && p.Lang != Filipino {
		sep = ", "
	}
	return p.Weekday(t) + sep + p.DayMonth(t) + ", " + p.Clock(t)
}

// Date is "Friday 27 November".
func (p *Printer) Date(t time.Time) string {
	sep := " "
	if p.Lang != English && p.Lang != Filipino {
		sep = ", "
	}
	return p.Weekday(t) + sep + p.DayMonth(t)
}

// ShortDateTime is "Tue 17 Nov, 18:42".
func (p *Printer) ShortDateTime(t time.Time) string {
	return p.WeekdayShort(t) + " " + p.ShortDate(t) + ", " + p.Clock(t)
}

// ShortDateYearTime is "Tue 17 Nov 2025, 18:42".
func (p *Printer) ShortDateYearTime(t time.Time) string {
	return p.WeekdayShort(t) + " " + p.ShortDate(t) + " " + t.Format("2006") + ", " + p.Clock(t)
}

// DateYear is "Friday 27 November 2026".
func (p *Printer) DateYear(t time.Time) string { return p.Date(t) + " " + t.Format("2006") }

// Length says a length of time in its two largest units ("1 d 6 h",
// "4 h 10 min", "40 min"); under a minute it is "1 min". The sign is dropped.
func (p *Printer) Length(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	u := p.Lang.units()
	min := max(int(d.Minutes()), 1)
	switch {
	case min >= 24*60:
		return joinUnits(min/(24*60), u[0], min/60%24, u[1])
	case min >= 60:
		return joinUnits(min/60, u[1], min%60, u[2])
	}
	return fmt.Sprintf("%d %s", min, u[2])
}

func joinUnits(a int, ua string, b int, ub string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, ua)
	}
	return fmt.Sprintf("%d %s %d %s", a, ua, b, ub)
}

// units are the CLDR narrow names of day, hour and minute.
func (l Lang) units() [3]string {
	switch l {
	case German:
		return [3]string{"T", "Std.", "Min."}
	case Estonian:
		return [3]string{"p", "t", "min"}
	case Russian:
		return [3]string{"дн", "ч", "мин"}
	case Ukrainian:
		return [3]string{"дн", "год", "хв"}
	case Filipino:
		return [3]string{"araw", "oras", "min"}
	}
	return [3]string{"d", "h", "min"}
}
