"""First names that children in Britain go by, for telling a name from any two words.

Compiled by hand from what registrars and schools see: the common names of the last thirty years
and those of the larger communities. Not complete and need not be: it matters for names in lower
case and for a bare number behind a name.
"""

from typing import Final

from standup_tui.rules.lists import words_of

GIVEN_NAMES: Final = words_of(
    """
    aaliyah aaron abbie abby abdul abdullah abdullahi abigail abraham abu ada adam adele aditi
    aditya adnan adrian agnes ahmad ahmed aidan aiden ailsa aimee aine aisha aishah aisling
    aiza ajay akash alan alana alasdair alastair albert albie aleena aleksander aleksandra
    alesha alex alexa alexander alexandra alexia alexis alfie alfred ali alia alice alina
    alisha alison alistair aliya aliyah alys amaan amal amanda amara amari amber ameera amelia
    amelie amina aminah amir amira amit amna amrit amrita amy ana anais anas anastasia andre
    andrea andreea andrei andrew aneesa angel angela angelica angus anika anisa anita anjali
    ann anna annabel annabelle anne annie anthony antoni antonia anya aoife arabella archie
    ari aria ariana arjun arlo arman arnav arran arthur arun arwen arya aryan asad asha asher
    ashleigh ashley ashton asia asif asiya aston athena aurora austin ava avneet axel aya
    ayaan ayah ayan ayden ayesha aylin ayo ayomide ayra ayub ayush azaan bailey barney bartosz
    bea beatrice beau bella ben benedict benjamin benji bentley beth bethan bethany betsy
    bianca bilal billie billy blake blessing bobbie bobby bodhi bonnie bradley brandon breanna
    bree brendan brian bridget bridie brodie brogan bronte bronwyn brooke brooklyn bruno bryn
    bryony caden caelan cai caitlin caleb callie callum calum cameron caoimhe cara carl carla
    carlos carly carmen carter carys casey caspar casper cassidy cassie catherine catrin
    celeste celine cerys chanel chantel chantelle charles charley charlie charlotte chelsea
    cheyenne chidi chinedu chloe chris christian christina christopher cian ciara ciaran
    claire clara clark clayton clementine coby cody cohen colby cole colin conall connie
    connor conor constance cora corey cormac courtney craig curtis cyrus dafydd dainton daisy
    dakota dale dalia damian damon dan dana daniel daniela daniella danielle danny daphne dara
    darcey darcie darcy darius darragh darren dave david dawid dawud dean declan delilah demi
    denis dennis denzel desmond destiny dev devon dexter diana diego dilan dillon dina diya
    dmitri dolly dominic dominik dominika donna donnie dorothy dougie dua dulcie duncan dylan
    ebony eddie eden edie edith edward efe effie eilidh elaine eleanor elena eliana elias elif
    elijah elina eliot elis elisa elisha eliza elizabeth ella elle ellen ellie elliot elliott
    ellis elodie eloise elsa elsie elspeth emaan emerson emil emilia emilie emily emir emma
    emmanuel emmie emre enya enzo eoin erica erik erin eryn esha esmae esme esther ethan etta
    eva evan evangeline eve evelyn everly evie ezekiel ezra faisal faith faizan farah farhan
    faris fatima fatimah fatma fatoumata favour faye felicity felix fern ffion filip finlay
    finley finn finnley fiona fionn fleur flora florence florrie flynn frances francesca
    francis frank frankie franklin fraser fred freddie freddy frederick freya freyja fynn
    gabriel gabriela gabriella gabrielle gareth gary gemma gene george georgia georgie
    georgina gethin gianna gideon gillian gina giulia gloria godfrey grace gracie graham
    grayson greta griff gruff gurleen gurpreet gurveer gus guy gwen gwenllian gwilym habib
    habiba hadi hadiya hafsa hafsah hajra hakim halima hallie hamish hamza hana hania hanna
    hannah hari haris harlee harleen harley harlow harman harmony harold haroon harper
    harpreet harri harriet harrison harry harvey harvir hasan hasnain hassan hattie hayden
    haydn haydon hayley hazel heather hector heidi helen helena helin henley henrietta henry
    hetty hiba hilary hollie holly honey honor hope huda hudson huey hugh hugo humaira humza
    hunter huw ibraheem ibrahim idris iestyn ieuan ifan iga igor imaan iman immy imogen imran
    ina inaaya inaya indi india indie indy ines inga ioan ioana iona iqra ira ireland irene
    iris isaac isabel isabella isabelle isha ishaan isla ismail isobel issa ivan ivo ivy iwan
    izaan izabela izzy jac jace jack jackson jacob jacqueline jade jaden jagoda jai jaime jake
    jakub jamal james jamie jamil jan jana jane janet jannat jared jasmin jasmine jason jasper
    jaspreet javier jax jaxon jaxson jay jaya jayden jaydon jayla jaylan jean jed jeevan
    jeffrey jemima jemma jenna jennifer jenny jensen jeremiah jeremy jermaine jerome jess
    jesse jessica jessie jett jill jim jimmy jo joan joanna joanne jodie joe joel joey john
    johnny jon jonah jonas jonathan joni jonny jordan jorja jos joseph josephine josh joshua
    josiah josie joy jozef juan jude judith julia julian julie juliet juliette julius junaid
    june junior juno justin jusuf kabir kacey kacie kacper kadie kai kaia kaidan kaiden kainat
    kaitlin kaitlyn kaleb kamil kamila kamran kane kara karam karen karim karina karis karl
    karol karolina kasey kash kasia kate katelyn katherine kathleen kathryn katie katy kavya
    kay kaya kayan kayden kayla kayleigh keane keanu keegan keelan keeley keir keira keiran
    keith kelis kelly kelsey kelsie kelvin ken kendra kenneth kenny kenza kenzie kerry kevin
    keziah khadija khadijah khaleesi khalid khalil kian kiana kiara kiera kieran kierra kim
    kimberley kimberly kinga kingsley kiran kirsten kirsty kit kitty klaudia kobi koby kofi
    konrad krish krisha kristian kristina krystian krzysztof kurt kwaku kwame kya kyan kyla
    kyle kylie kyra lacey lacie laila lana lara larissa latisha laura lauren laurence laurie
    layan layla layton lea leah leanna leanne leena leia leigh leighton leila lena lenny leo
    leon leona leonard leonardo leonie leroy leslie lewis lexi lexie leyla leyton lia liam
    libby lila lilah lili lilia lilian lillian lillie lilly lily lina linda lindsay lisa
    lisette liv livia liza lizzie lloyd lochlan lockie logan lois lola lorcan lorena lorenzo
    loretta lori lorna lottie lou louie louis louisa louise luca lucas lucia lucian lucie
    lucinda lucy luis luka lukas lukasz luke lula luna lydia lyla lylah lynn lyra mabel mac
    macauley mackenzie macy maddie maddison maddox madeleine madeline madiha madison mae maeve
    magda magdalena maggie maha mahad mahdi maheen mahir mahnoor maia maira maisie maisy maja
    makayla malachi malachy malaika malak malakai malcolm malia malik malika maliyah manahil
    manal manraj manveer mara marcel marcelina marcin marco marcus margaret margo margot maria
    mariam mariama marie marina mario marissa marius mark marley marlon marnie marsha martha
    martin martina martyn marwa mary maryam mason mateusz mathew mathilda matilda matteo
    matthew maurice maverick max maximilian maximus maxwell maya mayar mckenzie md meera megan
    mehak mehmet mei mel melanie melina melissa melody mercedes mercy meredith merryn mia
    micah michael michaela michal michalina michelle miguel mihai mikaeel mikael mikail mikey
    mikolaj mila milan milena miles miley millie milly milo mina minahil minnie mira miriam
    misha mitchell mohamad mohamed mohammad mohammed moheb moira molly momina mona monica
    monika montgomery monty morgan morgana moses moshe muhammad muhammed murphy murray musa
    mustafa mya myah myla myles myra nabil nabila nadia nadine naeem nahla nahum naila naima
    nana nancy naomi nasir nastassja natalia natalie natasha nate nathan nathanael nathaniel
    naveed nawal naya neave ned neel neha neil nell nellie nelly neo nessa nevaeh neve nia
    niah niall niamh nicholas nichole nick nicky nicola nicolas nicole nihal nikhil nikita
    niko nikodem nikola nila nina nisha noa noah noel noelle noemi nolan noor nora norah
    norman nour nuala nuha nusrat nyah nyla oakley obi octavia odhran ola olaf oli olive
    oliver olivia olivier oliwia oliwier ollie omar omari omer ophelia orla orlaith orlando
    orson osama osara oscar osian oskar osman otis otto owain owen ozzy paige paisley palak
    pamela paris parker pat patience patricia patrick patryk paul paula pauline pavel pawel
    payton pearl peggy penelope penny percy perry peter petra petru peyton philip philippa
    phillip phineas phoebe phoenix pia piers piotr pippa pola polly poppy precious preston
    primrose priscilla priya priyanka promise quinn rabia rachael rachel rafael rafe raheem
    rahim rahma rahul raihan raiyan raja ralph ralphie ramiyah ramla ramona rana rania raphael
    raqib rashid raul raven ravi raya rayan rayhan raymond rayyan reagan rebecca rebekah reece
    reed reem reeva reggie regina rehan rehman reid remi remy ren renee reuben reuel rex rhea
    rhian rhianna rhiannon rhodri rhona rhys ria rian ricardo richard richie ricky ridwan
    riley rio rishi rita ritchie riya roan rob robbie robert roberta robin robyn rocco
    rochelle roddy rodrigo rohan roisin roksana roman romana romany romeo romy ron ronald
    ronan ronnie roo rory rosa rosalie rosalind rosanna rose roseanne rosemary rosie ross
    rowan roxanne roxy roy ruairi ruairidh rubie ruby rudi rudy rueben rufus rukhsana rupert
    russell ruth ryan ryder rylee ryleigh ryley saad saba sabina sabrina sachin sadia sadie
    safa safaa saffron safiya safiyah sagal sahar sahara sahib sahil saif saira sakina salah
    salem salim sally salma salman sam samaira samantha samaya sameer sami samia samir samira
    samuel sana sandra sania saoirse sapphire sara sarah sasha saskia savanna savannah sawyer
    scarlet scarlett scott seamus sean seb sebastian sebastien selena selina senan seraphina
    seren serena seth shaan shae shahid shai shakira shamima shana shane shania shanice shanna
    shannon sharmin sharon shaun shauna shawn shay shayan shayla shayna shea sheena sheila
    shelby sheldon sherry shiloh shivani shona shreya sia sian siddharth sidney sidra sienna
    sierra sila silas simeon simi simon simone simran sinead siobhan skye skyla skylar skyler
    sofia sofie solomon sonia sonny sophia sophie sorcha spencer stacey stanislaw stanley
    stanton stefan stefania stella stephan stephanie stephen steve steven stewart stuart
    subhan sue suhana sukhi sukhmani sukhpreet sulaiman suleiman suleman sultan sumaya
    sumayyah summayah summer sunny susan susanna susie suzanne sybil syed sylvia sylvie szymon
    tabitha taha tahir tahlia tai taiba talia taliah tallulah tamara tamia tamika tamsin tania
    tanisha tanya tara tariq tarun tasha tasnim tate tatiana tatum tay tayla taylan taylor ted
    teddie teddy tegan teigan temi tenzin teo teresa tess tessa thea theo theodora theodore
    thomas tia tiago tiana tiara tiegan tiffany tilda tillie tilly tim timothy tina tobi
    tobias toby todd tom tomas tomasz tommy toni tony torin tracey travis trent trevor trey
    trinity tristan troy tudor tuesday tyler tymon tyrell tyrese tyrone ugne uma umair umar
    umayr usman uthman uwais uzair valentina valentino valeria vanessa veer vera verity
    veronica victor victoria vihaan viktor viktoria vincent vinnie violet violetta vivaan
    vivian vivienne vlad waleed walter warren wasim wendy wesley wiktor wiktoria wilbur wilf
    wilfred will willa william willow wojciech woody wren xander xanthe xavier yael yahya
    yaqub yara yasin yasir yasmeen yasmin yasmina yazan yehuda yolanda yosef yousef youssef
    yousuf ysabel yuki yunus yuri yusra yusuf yuvraj yvette yvie yvonne zac zach zachariah
    zachary zack zahir zahra zaid zaidan zaina zainab zak zakaria zakariya zakariyya zaki zane
    zara zarah zaria zayaan zayan zayd zayn zayna zayne zeb zeeshan zehra zeina zelda zena
    zendaya zenith zia ziggy zion zishan zita ziva zoe zoey zofia zofija zosia zoya zubair
    zulekha zuri zuzanna zyan
    abdirahman abena abiola adaeze adaora adebayo adeola adil adwoa afua agnieszka akosua
    aleks alem altin amadou aminata andrzej anh anton arben aron artem asel ashwin ayanda
    babajide bahar besnik bintou bogdan bolu brhane catalin chiamaka chiara chidera chika
    chukwuemeka dalal dariusz dawit dejan diarra dilnaz dolly-mae drita ebele efua ejiro
    ekene elira emeka eniola ephrem ermias esra eyob ezgi fadumo farid fatou feven filsan
    florin folarin fumi funmi ganesh genc giorgi hailu hamdi hoang hodan hriday ibukun
    ifeoma ijeoma ikram ionut isatou ivana jedrzej jelena jian jiho joao kaiya kateryna
    kelechi khadra kidane kojo krisztina kwabena ladan lavinia lech lendita lerato liridon
    luan lubna luljeta malgorzata mamadou marija mengistu meron milica mirembe moritz mpho
    nadifa naledi nanami natalka nebiyat ngozi nhu nkechi nomvula nuria obinna olamide
    oleksandr oluchi olufemi oluwadamilola oluwaseun oluwatobi onur osagie ozan phuong
    quynh radoslav rahel razvan rinor rohat roxana sahra selam selin semhar senait shewit
    shirin sipho sizwe sude szymek tadesse taiwo tamanna tariro tendai tesfay thabo
    thandiwe thanh tien tuan tunde uchenna usha uzoma vasile vesna viktorija wangari
    wanjiru weronika xiang yared yaw yemi yohannes yonas yordanos zahara zainabu zdenka
    zdzisia zeynep zola zsofia
    """
)
"""Lower case, without accents."""
