"""Words of initial passwords: 512 that a primary pupil knows, can be read out and typed on a cheap phone.

Part of the derivation: a change of one word or of the order changes every password that was sent but not used yet, so
the list is fixed for ever; another list would need another purpose in `passwords`. No two words are one slip apart.
"""

_TEXT = """
abon adik air akar akhir akrab alis amplop anggur angin angkat angsa anting apel aroma asin atap awan ayam ayunan
badak baju bakso balon bangau bank bantal barat basket batik bayi bebek becak belut benang benih bentuk beo beras
bersih besar besi bibit biji biru bola boneka botol bros buah buaya bubur bukit buku bulan buncis bunga bus cabai
cacing cahaya cat catur celana cemara cendol cepat ceri cerita cermin cicak cincin cumi curug dadar dagu danau dapur
daun dawet delima delman depan desa dingin dokter domba domino dompet donat dorong drum dua duduk duren durian elang
emas ember embun empat empuk enam futsal gado gajah gambar gandum garam garasi garis garpu gasing gatot gelas getuk
gigi gitar gong goreng gorila granit gubuk guci gula guling gunung gurame gurih gurita guru hadiah halus handuk hangat
hebat hidung hijau hilir hitam hiu hobi hujan hulu huruf ibu ijuk ikan irama itik jagung jahe jaket jalan jam jambu
jamur jaring jarum jati jeli jentik jeruk jingga jujur jumat kabel kabut kaca kacang kain kakap kakek kaki kaktus
kaldu kalung kamar kamera kamis kanan kancil kanji kantor kanvas kaos kapal kapuk karpet kartu kasur katak katun kawat
kayu kebaya kebun kecap kecil keju kelapa keluar kemah kemeja kemiri kemudi kenari kencur kendi kenyal keong kerang
kerbau kereta kerja kertas ketan ketel kijang kilat kipas kiwi klepon koala kodok kolam kompas kompor koper kota
krayon kuas kubis kucing kuda kue kunci kunyit kupu kurma kursi kutub labu lada lalat lampu landak langit lap lari
laut layang layar lebah leci leher lele lem lemari lembut lemon lemper lensa lidah lilin lima lompat loteng luar lucu
lumba lumut lurus madu magnet mahoni makan malam mandi mangga manis mantel marmer marmot masak mata medali meja melon
menara merah mesin mie minggu minum minyak mobil motor muara mulut murid musang musik naik nama nampan nanas nasi
nastar nenek nikel nila nomor nyanyi obeng ombak opor oven pabrik padat padi pagar pagoda pakis paku pala palem panci
pandan pandu panen pantai pantun papan parkit pasir pasta paus payung pecel pegas peluit pensil penyu pepaya pepes
perahu perak permen perut peta petani piano pintar pintu pinus pipa pipit piring pisang pohon pompa ponsel pot puisi
pulau puncak pupuk putih radio rajin rak rakit rambai rambut ransel rapor rawa rawon rebab rebus regu rempah renyah
robot roda roket rotan roti rujak rumah rumput rusa sabar sabit sabtu sabun salak salju sandal santan sapi sarung sate
sawah sawo seblak segar sehat sekop selai selasa semut sendok senin senter sepatu sepeda seroja siang sikat siku sinar
singa siomay siput sirkus sirsak sirup sisir soka sopir sore soto spion sudut sukun sulap sumber sumur sungai sup
surat syal tabung tahu talas tali taman tanah tang tangan tapir tarik tas tauge tebing tebu teh teko telur tempe tenda
tengah tenis terasi terong tidur tiga tikar tiket tim timah timun tinggi tinta tirai tomat tombol topi truk tugas
tujuh tulip tuna tupai turun tutup ubi udang ujian ujung ulat ungu unta usaha utara vanili video voli wafer wajan
wajik walet wangi warna wortel yogurt yoyo zaitun zamrud zebra
"""
WORDS = tuple(_TEXT.split())
