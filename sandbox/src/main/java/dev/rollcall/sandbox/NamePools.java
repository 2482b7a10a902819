package dev.rollcall.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Common names of many languages with the spelling their mail addresses use. Combinations are made up. */
final class NamePools {
    /** A name as written and as it stands in an address. */
    record Name(String written, String ascii) {}

    /** @param weight how common the language is among the people, relative to the others */
    record Pool(int weight, List<Name> given, List<Name> family) {}

    private static final List<String> TITLES = List.of(
            "Quality Engineer",
            "Quality Assurance Specialist",
            "Head of Quality",
            "Validation Engineer",
            "Regulatory Affairs Manager",
            "Laboratory Technician",
            "Research Scientist",
            "Process Engineer",
            "Production Supervisor",
            "Document Control Specialist",
            "Clinical Data Manager",
            "Supplier Auditor",
            "Packaging Operator",
            "Supply Chain Planner",
            "Software Developer",
            "IT Administrator",
            "Accountant",
            "HR Business Partner",
            "Maintenance Technician",
            "Microbiologist",
            "Ingénieure qualité",
            "Qualitätsprüfer",
            "Инженер по качеству",
            "品質管理担当",
            "质量工程师",
            "مهندس الجودة");

    private static final List<String> DEPARTMENTS = List.of(
            "Quality", "Production", "Research", "Regulatory Affairs", "IT", "Finance", "Supply Chain", "People");

    static final List<Pool> ALL = List.of(
            pool(
                    30,
                    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth Susan Joseph Jessica Thomas Sarah Karen Daniel Nancy Emily Kevin",
                    "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson White Harris Clark Lewis Robinson Walker O'Neill=oneill McCarthy Baker-Jones=baker-jones"),
            pool(
                    10,
                    "Jürgen=juergen Käthe=kaethe Björn=bjoern Lukas Sabine Günther=guenther Jana Uwe Annegret Sören=soeren Heike Matthias Renate Dörte=doerte",
                    "Müller=mueller Schäfer=schaefer Weiß=weiss Köhler=koehler Schmidt Fischer Weber Krüger=krueger Vogel Böhm=boehm Großmann=grossmann Lange Hübner=huebner"),
            pool(
                    8,
                    "François=francois Élodie=elodie Chloé=chloe Jérôme=jerome Benoît=benoit Amélie=amelie Gaëlle=gaelle Zoé=zoe Hélène=helene Rémi=remi Noël=noel",
                    "Lefèvre=lefevre Dubois Béranger=beranger Garçon=garcon Moreau Mérieux=merieux Deschênes=deschenes Lemaître=lemaitre Faure Dupré=dupre"),
            pool(
                    8,
                    "José=jose María=maria Íñigo=inigo Begoña=begona Andrés=andres Lucía=lucia Ángel=angel Sofía=sofia Raúl=raul Inés=ines",
                    "García=garcia Muñoz=munoz Peña=pena Hernández=hernandez Ibáñez=ibanez Gómez=gomez Núñez=nunez Vázquez=vazquez Ordóñez=ordonez"),
            pool(
                    6,
                    "Łukasz=lukasz Żaneta=zaneta Paweł=pawel Małgorzata=malgorzata Zbigniew Grażyna=grazyna Świętosław=swietoslaw Agnieszka",
                    "Wójcik=wojcik Dąbrowski=dabrowski Kozłowska=kozlowska Gołębiewski=golebiewski Żak=zak Szczęsny=szczesny Nowak"),
            pool(
                    5,
                    "Jiří=jiri Šárka=sarka Ondřej=ondrej Božena=bozena Tomáš=tomas Zdeňka=zdenka Åsa=asa Bjørn=bjorn Søren=soren Åke=ake Þóra=thora İbrahim=ibrahim Gülşen=gulsen Ștefan=stefan",
                    "Dvořák=dvorak Černý=cerny Růžička=ruzicka Håkansson=hakansson Sørensen=sorensen Ångström=angstrom Jónsdóttir=jonsdottir Yılmaz=yilmaz Öztürk=ozturk Ionescu"),
            pool(
                    5,
                    "Nguyễn=nguyen Thị=thi Đức=duc Hương=huong Tuấn=tuan Phượng=phuong Quốc=quoc",
                    "Trần=tran Lê=le Phạm=pham Hoàng=hoang Vũ=vu Đặng=dang Bùi=bui"),
            pool(
                    6,
                    "Ольга=olga Дмитрий=dmitriy Наталья=natalya Сергей=sergey Екатерина=ekaterina Юрій=yuriy Оксана=oksana Борислав=borislav Живко=zhivko",
                    "Иванов=ivanov Петрова=petrova Щербаков=shcherbakov Кузнецова=kuznetsova Ковальчук=kovalchuk Жуков=zhukov Ђорђевић=djordjevic"),
            pool(
                    3,
                    "Γιώργος=giorgos Ελένη=eleni Νίκος=nikos Αικατερίνη=aikaterini Δημήτρης=dimitris Σοφία=sofia",
                    "Παπαδόπουλος=papadopoulos Οικονόμου=oikonomou Γεωργίου=georgiou Νικολαΐδης=nikolaidis"),
            pool(
                    6,
                    "伟=wei 芳=fang 娜=na 敏=min 静=jing 强=qiang 磊=lei 洋=yang 秀英=xiuying 建国=jianguo",
                    "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 欧阳=ouyang 𠮷=ji"),
            pool(
                    5,
                    "陽菜=haruna 蓮=ren さくら=sakura 大翔=hiroto 結衣=yui 健太=kenta ひなた=hinata 美咲=misaki",
                    "佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡邉=watanabe 伊藤=ito 斎藤=saito"),
            pool(
                    4,
                    "민준=minjun 서연=seoyeon 지훈=jihoon 하은=haeun 도윤=doyun 수빈=subin",
                    "김=kim 이=lee 박=park 최=choi 정=jung 강=kang"),
            pool(
                    5,
                    "محمد=mohammed فاطمة=fatima أحمد=ahmed عائشة=aisha يوسف=yusuf مريم=maryam خالد=khaled",
                    "الحسن=alhassan العلي=alali حداد=haddad منصور=mansour الخطيب=alkhatib نجار=najjar"),
            pool(
                    3,
                    "אברהם=avraham שרה=sara יוסף=yosef מרים=miryam דוד=david נועה=noa",
                    "כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz ביטון=biton"),
            pool(
                    6,
                    "आरव=aarav प्रिया=priya राजेश=rajesh अनन्या=ananya विक्रम=vikram சுப்ரமணியம்=subramaniam লক্ষ্মী=lakshmi",
                    "शर्मा=sharma पटेल=patel सिंह=singh गुप्ता=gupta अय्यर=iyer রায়=ray"),
            pool(
                    3,
                    "สมชาย=somchai สมหญิง=somying ณัฐพล=nattapol กมลชนก=kamonchanok",
                    "แสงทอง=saengthong ศรีสุข=srisuk วงศ์ใหญ่=wongyai"),
            pool(
                    2,
                    "ნინო=nino გიორგი=giorgi Արամ=aram Անահիտ=anahit ትግስት=tigist አበበ=abebe",
                    "ბერიძე=beridze Պետրոսյան=petrosyan ተስፋዬ=tesfaye"));

    private NamePools() {}

    static List<String> titles() {
        return TITLES;
    }

    static List<String> departments() {
        return DEPARTMENTS;
    }

    private static Pool pool(int weight, String given, String family) {
        return new Pool(weight, names(given), names(family));
    }

    private static List<Name> names(String spaced) {
        return Stream.of(spaced.split(" "))
                .map(entry -> {
                    int equals = entry.indexOf('=');
                    return equals < 0
                            ? new Name(entry, entry.toLowerCase(Locale.ROOT))
                            : new Name(entry.substring(0, equals), entry.substring(equals + 1));
                })
                .toList();
    }
}
