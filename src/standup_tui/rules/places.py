"""Towns and cities by name, to know a place in a text without capitals.

Compiled by hand: the towns of Britain that most people would know or live in, without names that
are everyday words (Reading, Bath, Sale, Deal, Rugby, Wells ...): those need their capital.
"""

from typing import Final

from standup_tui.rules.lists import words_of

COUNTIES: Final = words_of(
    """
    america anglesey australia bedfordshire berkshire britain buckinghamshire california
    cambridgeshire canada cheshire cleveland clwyd cornwall cumbria derbyshire devon dorset
    durham dyfed england essex europe fife florida france germany gloucestershire gwent
    gwynedd hampshire herefordshire hertfordshire highland highlands ireland kent lancashire
    leicestershire lincolnshire london lothian merseyside midlands norfolk northamptonshire
    northumberland nottinghamshire oxfordshire poland powys rutland scotland shropshire
    somerset spain staffordshire suffolk surrey sussex texas uk ukraine wales warwickshire
    wiltshire worcestershire yorkshire
    """
)
"""Too wide to find anybody in."""

CITIES: Final = words_of(
    """
    belfast birmingham bradford brighton bristol cardiff coventry derby edinburgh glasgow hull
    leeds leicester liverpool london manchester newcastle nottingham plymouth portsmouth
    sheffield southampton stoke sunderland wolverhampton
    """
)
"""More than some two hundred thousand people each."""

TOWNS: Final = words_of(
    """
    aberdare aberdeen abergavenny aberystwyth abingdon accrington airdrie aldershot alfreton
    alloa alnwick altrincham andover antrim arbroath ashford attleborough aylesbury aylsham
    ayr bacup bakewell banbury banff bangor barking barnsley barnstaple barrow barry basildon
    basingstoke batley beccles bedford bedlington belfast belper berwick beverley bexhill
    bicester bideford bingley birkenhead birmingham blackburn blackpool blyth bodmin bognor
    bolsover bolton bootle bournemouth bracknell bradford braintree brecon brentwood bridgend
    bridgnorth bridgwater bridlington brighton bristol brixton broadstairs bromley bromsgrove
    bungay burnley bury buxton caerphilly camberley camborne cambridge cannock canterbury
    cardiff cardigan carlisle carmarthen castleford chatham chelmsford cheltenham cheshunt
    chester chesterfield chichester chippenham chorley cirencester clacton cleethorpes
    clitheroe coatbridge colchester colne consett corby coventry cowes crawley crewe cromer
    croydon cumbernauld cwmbran dagenham darlington dartford daventry denbigh derby dereham
    derry devizes dewsbury didcot diss doncaster dorchester dorking driffield droitwich dudley
    dumbarton dumfries dundee dunfermline dunstable durham dursley eastbourne eastleigh
    edinburgh edmonton elgin ellesmere eltham enfield epsom evesham exeter exmouth fakenham
    falkirk falmouth fareham farnborough farnham faversham felixstowe ferndown filey fleetwood
    folkestone frome gainsborough galashiels gateshead gillingham glasgow glastonbury glossop
    gloucester godalming goole gorleston gosport grangemouth grantham gravesend greenock
    grimsby guildford hackney halesworth halifax hamilton haringey harlow harpenden harrogate
    hartlepool harwich haslemere hastings hatfield havant haverfordwest haverhill hawick
    haywards heanor hemel hereford hertford hexham heywood hillingdon hinckley hitchin
    holyhead honiton hornsea horsham hounslow hove hucknall huddersfield hull hunstanton
    huntingdon hyde ilfracombe ilkeston ilkley inverness ipswich irvine islington keighley
    kendal keswick kettering kidderminster kilmarnock kingsbridge kirkby kirkcaldy
    knaresborough knutsford lambeth lancaster lancing launceston leatherhead leeds leicester
    leigh leighton leominster letchworth lewes lewisham lichfield lincoln lisburn liverpool
    livingston llandudno llanelli loddon loughborough louth lowestoft ludlow luton
    macclesfield maidenhead maidstone maldon malvern manchester mansfield margate marlborough
    maryport matlock melton merthyr mexborough middlesbrough middleton minehead mold morecambe
    morley morpeth motherwell nantwich neath nelson newark newbury newcastle newham newmarket
    newport newquay newry newton northallerton northampton northwich norwich nottingham
    nuneaton oakham okehampton oldham omagh ormskirk oswestry otley oundle oxford paignton
    paisley penrith penzance perth peterborough peterhead peterlee petersfield pickering
    plymouth pocklington pontefract pontypool pontypridd poole portadown portsmouth prescot
    preston prestwich pudsey ramsgate rawtenstall rayleigh redcar redditch redhill redruth
    reigate rhyl ripley ripon rochdale rochester romford romsey rotherham royston runcorn
    rushden ryde saffron salford salisbury saxmundham scarborough scunthorpe selby sevenoaks
    sheffield sheringham shoreham shrewsbury sittingbourne skegness skelmersdale skipton
    slough smethwick solihull southall southampton southend southport southwark southwold
    spalding stafford staines stamford stevenage steyning stirling stockport stockton stoke
    stornoway stourbridge stowmarket stranraer stratford stroud sudbury sunderland sutton
    swaffham swanage swansea swindon tamworth taunton tavistock telford tewkesbury thetford
    thirsk thornaby thrapston tilbury tiverton todmorden tonbridge torquay totnes tottenham
    trowbridge truro tunbridge uckfield ulverston uttoxeter uxbridge wakefield wallasey
    wallsend walsall walsingham walthamstow wandsworth warminster warrington warwick
    washington watford watton wellingborough wellington welwyn wembley weston wetherby
    weymouth whitby whitehaven whitstable wick widnes wigan willenhall wilmslow wimbledon
    winchester windermere windsor winsford wisbech witham withernsea witney woking wokingham
    wolverhampton wombwell woodbridge woolwich worcester workington worksop worthing wrexham
    wroxham wycombe wymondham yarmouth yeovil york
    """
)
"""Lower case; of two words the first or the one that is rare."""
