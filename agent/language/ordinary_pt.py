"""Ordinary words of Portuguese, folded, the commonest first.

Which words are common is told by the frequency lists of the package wordfreq (its data are CC BY-SA
4.0). Words that are nothing but a name are left out; "rosa", "will" and "mark" are words as well.
"""

from agent.language.text import word_set

# Words that hold sentences together: written small, they are no part of anybody's name.
SMALL = word_set("""viu visse oxe que em para nao um uma com no se na por os eu como as mais mas foi ao me voce ser seu sua tem sao ou ele muito isso ja nos tambem quando esta meu pelo
    ela vai so dia pela sobre bem ate mesmo pode pessoas te ter tudo ainda aqui fazer minha anos todos quem sem agora entre era seus nas assim depois este
    onde vou brasil mundo estao esse tempo vida essa eles ha porque tenho casa nada ver melhor bom foram sempre ano grande vez aos apenas coisa sou suas
    dois nunca todo quero mim parte outros hoje sei tao entao nem nossa faz cidade qual deus quer estou trabalho durante estado forma novo pra seja maior
    outro primeiro sera cada qualquer sim acho menos alguem antes coisas nome sendo desde diz falar sabe tinha contra dar ir to boa estava tres alguns
    ficar mae pouco alem disse noite nosso nova toda caso deve historia podem vezes estar apos duas grupo meio primeira tipo todas""")
ORDINARY = word_set("""vcs vc tbm tb msm hj amh blz flw estacionamento convenio oi ola oie obrigado obrigada obg tchau marcar remarcar desmarcar agendamento limpeza
    clareamento avaliacao sobrancelha sobrancelhas unha unhas cabelo dente dentes aparelho obturacao massagem depilacao drenagem gravida interessada
    interessado telefone endereco vaga vagas disponivel gostaria preciso beleza valeu pera perai amanha cedo namorado namorada cunhada sogra sobrinha neta
    avo vizinha mamae papai lembrete manha pergunto dizer mulher outras enquanto fez ninguem outra momento verdade ai lugar nacional pais quanto sido
    volta for pelos algo conta gente algumas fim parece acordo jogo num pessoa atraves governo meus pai quase tanto tu fora homem vem pois vao disso
    fazendo janeiro poder dele direito muitos numa dinheiro escola mesma muitas morte brasileiro precisa projeto regiao sair sul temos teve dela esses lei
    site alguma comigo embora deixar elas essas fica filme havia lo logo mal sob geral lhe certo equipe feito neste seguranca terra exemplo twitter
    mulheres aquele brasileira criancas deste feira fosse isto milhoes populacao posso quatro deu ficou nossos processo ajuda cabeca corpo desta tenha
    algum desenvolvimento dessa livro medo passar relacao tal ajudar deles pelas atencao chegar desse informacoes muita ponto possivel quais quiser rede
    universidade apesar comecou gosto homens maneira nesse fala forca passado rua veja dados demais eram nenhum olha povo falando poderia pontos porem
    deixa futebol pessoal proprio saude entanto maioria mao talvez acabou aconteceu chegou fazem forte melhores minhas outubro passa producao sociedade
    voltar educacao fato filhos fiz longo passou si sinto uns acesso aquela coracao estavam junho nenhuma senhor viu certeza comecar espaco filha ouvir
    palavras perto setembro apoio ideia levar maio nessa ontem propria servico jovem livre lingua nesta olhos portugues situacao time acha caminho deveria
    dezembro festa novas filho porto questao respeito acontece devido informacao irmao novembro sociais sucesso trabalhar viver cima justica linha membros
    nossas professor quarto tendo teu ali acao cidades crianca estas ia imagem jogos julho movimento novos ordem ar construcao fevereiro idade mudar vejo
    acredito baixo chega controle direitos jeito principais seguinte traducao chamado conselho daqui edicao ira ler luta manter mensagem novamente
    organizacao palavra pergunta tentar teria tua aqueles assunto comum decisao devem faca houve maiores querem artigo comunidade criar igreja longe prova
    vontade acima atual colocar errado existem incluindo livros olhar somente abaixo conhecer dizendo gosta participacao posicao possui servicos achei
    defesa deixou faco online simples tive versao vitoria acontecer comunicacao consegue feita morrer pegar pior tera veio boas campanha chefe conhecido
    maos resposta serao tornou conseguiu criacao dez mostra pesquisa chama chamada dizem ganhar http morreu passo portanto razao rei sexta simplesmente
    associacao casamento comeca exercito interesse locais realidade serem tentando uniao viagem vir aquilo condicoes conteudo desses jornal porta praia
    prisao responsavel senhora tais atualmente clube forcas fundo jovens levou presenca sete tornar ta branco brasileiros leva natal opiniao oportunidade
    ouro projetos pe termos umas bairro chamar crime diretor encontra estudos falou fonte gracas mortos recebeu tempos tinham acoes companhia dessas
    fiquei fizeram imagens jogar liberdade possa receber sabem sejam selecao tivesse velho atividades desculpa dor ensino escolha faculdade fogo irma
    poucos primeiros profissional reais relacoes sorte televisao comissao diferenca direcao formacao globo indo lembra massa missao pensa quarta animais
    certa conhecimento estudo filmes licenca mudanca preco qualidade sai us acredita conversa delas escrever franca ilha menina metade portuguesa preso
    verao apresenta dr esquerda ganhou incrivel natureza perdeu saiu sente visao alunos capacidade deixe fome inclusive lembrar lembro leste meia proposta
    reuniao sonho sp voltou achar conhece contas cor eleicoes emprego escolas escreveu estrutura exatamente fico interessante nomes operacao origem
    provavelmente risco trabalhos esteja lhes morto musicas necessidade oito quinta seculo belo cinema classe comeco criado estacao lula mudou necessario
    passando perfeito pratica sangue seguida som administracao carreira esteve funcao membro precisam pressao procura torna contato crescimento crise ceu
    direita entretanto guarda produtos professores protecao saiba segue sinal sozinho traz unidade vila aula conversar deputado desejo diante espirito
    estrada geracao governador imprensa rosto ruim saida tiveram acreditar bons caixa erro esperanca estadual garota lancamento mudancas pensei praca
    propriedade pre rainha terceiro tiver acontecendo antigo casal congresso estiver estranho general impossivel infelizmente inteiro leve lixo longa olho
    pediu penso preto quis regras relatorio responsabilidade tenham trazer troca verdadeiro onibus abertura analise chance contudo ca doenca efeito
    independente investigacao iria jogador lisboa loja perguntas planos precisamos questoes tamanho tratamento vice aberto acidente conhecida conheco
    entrou escolher japao lidar parabens peca policial vendo ato chave computador gerais irmaos parceria passada prefeito pos redor trabalhadores vermelho
    vindo votacao vitima baixa carnaval constituicao duvida ficam fontes jogadores juiz meninas mesmos naquele profissionais quantidade roupa solucao
    advogado afirmou alvo banho batalha contou dai destes estudantes face falei ficando fique graca instituicoes podera provas regioes ruas teste otimo
    adoro apresentar aulas brasilia cheio comando decidiu deixando destaque entendo fazia ideias ligacao menino nisso obter oficiais procurar serra solo
    assistir atividade carros danca descobrir feitas internacionais mestre padrao prazer prefeitura roupas trabalha velocidade aquelas consegui deputados
    diretamente foco geralmente jardim link melhorar nasceu nove opcao passagem perceber personagem regime sonhos sozinha terras trabalhando vim va afinal
    alegre beber cair chegando conceito daquele detalhes efeitos espanhol fundacao jornalista lancou midia nacionais nacoes perda termo venha antiga
    anunciou apareceu artigos branca chuva criada der devia fronteira ferias garantir lancado madeira nele pede possibilidade proprios publicacao quente
    recentemente taxa terca usada acabei aeroporto caiu certamente coragem criou dei engracado expressao fortes haver leis li lua milhares relacionamento
    revolucao seguintes setor velha campeao comecaram cujo dentre desafio dao eleitoral eleicao escritorio identidade imediatamente louco mensagens
    passaram pedra pele surpresa tenta tentativa terceira competicao comportamento consciencia direto entende especiais esquecer fas gestao gostei inclui
    naturais operacoes orgulho primeiras promocao predio verdadeira vergonha aberta aceitar apresentacao autoridade clique confianca corrida distribuicao
    dito jamais leite levando movimentos ocorreu olhando paulista pedindo pensamento personagens policiais possuem posto religiao sentimentos times
    veiculos assuntos banheiro chamou costas cozinha feitos floresta julgamento ligar lutar professora pes recebe reconhecimento seguindo serve terem
    venda volume acham capitao cartao cheia comecei cuja custo equipa facto faixa ganha irao linguagem matematica meios ouvi palco pecas prazo processos
    sensacao vitimas otima assassinato assembleia bater bilhoes comuns devemos estrelas ficaram leia linhas maravilhoso mato museu nascimento oferecer
    possam procurando programacao sessao vencer almoco bela cadeia cenas chegada crimes curta estudar homenagem live mandou mantem ne ocorre pessoais
    ponte portas produto quantos reacao sentimento tentou tornando trouxe contem desenho divulgacao dou enfim exposicao ferramentas gostar instituicao
    intencao milhao nº organizacoes passei perguntar perigo raiva sites apartamento cenario complexo confira deram dom erros esforco europeia falam faria
    folha mau naquela nela oferece precisar pao respostas russo sinais socorro tela vento arquivos atitude baseado casar chegaram corpos crescer
    declaracao destas discussao dono encontram estrela extremamente fechar leao localizacao perdi pesquisas poderiam precos quadro quantas raio refere
    transmissao apresentou co conseguem desempenho dizia encontrou engenharia fomos grau inferno morta odeio parede perfeita posse poucas viram zero
    comecando culturais decisoes dificuldades disponiveis disseram divisao eleito entendi esporte falo fortaleza garoto jantar leitura mora mostrou
    praticamente proprias pudesse recente responsaveis seriam terminou treinamento es ameaca cheiro colecao coloca condicao cores duvidas fatos ferro
    honra humanidade inteira juventude legislacao lideranca localizado materiais parecem produzir publicou retorno sabendo tomou tradicao visitantes
    arvores bandeira braco camisa conflito corrupcao curto devo disputa dupla executivo exemplos felicidade felizes fins fossem funcoes havera inves
    linguas niveis piada praticas rapaz renda status use vinho acompanhar agir antigos aonde arquivo brasileiras cidadaos camera daqueles enfrentar
    ensinar horizonte horrivel interesses moradores querida quilometros razoes segredo situacoes alcancar amizade atos atuais atuacao canais carater ceara
    cerveja colocou continue desculpas editora fazenda feminino gols grosso lancar ligado mesmas mostrando nacao ocidental oposicao ouvido passam
    realizacao resolucao trem vinte arvore aviao brincar centenas colegas considerada evolucao fundos haviam inverno janela jornais nordeste paixao pensam
    pensamentos possiveis saindo sequencia sobretudo terao utilizada orgaos agradecer aldeia apresentado bloco cachorro cheguei classico corrente
    desenvolver digitais doente execucao ferramenta gelo haja juntamente mm mortes maes ocasiao passe passos pedi pega peixe ponta portugueses alemao amar
    aprovacao assumir barra cantor cancao certos comerciais compartilhar declarou descricao design encontrei errada europeu frequentemente gostam gostava
    impedir lanca legais livres pegou pouca queira reducao revisao sequer surgiu tido tirou volto abriu ajudou aproveitar bens classificacao comecam
    confusao conheci cria definicao deseja estudante exceto extensao feminina fugir forum ilhas inimigos muda ma navio ouvindo parceiro perguntou pertence
    quimica recebido tarefa tens testes topo tradicionais turma urbana usados usou virar vivem advogados atualizacao autorizacao beijo cala cantora
    capazes custa daquela deveriam dicas dona eletrica estreia festas intervencao levado louca marcado meninos ora pagamento pau pernas precisava secao
    trocar utilizacao vermelha asia aceita assistencia atriz bate brincadeira conquista convidados espacos finais impressao levaram neto parana peguei
    perdendo pessoalmente peco piscina povos preocupacao raca respondeu sofrimento sub tivemos veiculo virou vivendo atingir ator acucar bolo chorar civis
    conexao conhecidos conheca conosco dancar deixem doencas equipes estabelecer estejam facam frequencia game inimigo juntar ligacoes localizada
    manutencao mistura necessidades ordens preparar propostas regra revela rodada romance samba semelhante sentindo solucoes transformar usam variedade
    atletas barulho bracos causar cento cidadao computadores conclusao criando desafios doutor ei escreve especialistas esperava exploracao fara irei
    jogou parou pop shopping shows sofrer sofreu tomada vendas vieram orgao alimentar alias apoiar baixar certas cirurgia colega deixam descobri descobriu
    desenvolvido divulgar enviou envolvendo estivesse estrangeiros fifa heroi joga lendo matou passageiros pedras peito personalidade prefiro recem seguiu
    treino aplicacao baseada beira cansado cha colaboracao combustivel conseguiram contando correndo especialista fechado impostos impressionante jogando
    lancada lojas maravilhosa moeda montanhas morre peixes perante produtores propriedades saia salao tempestade treinador achou agradeco australia
    colocado coluna conflitos creio cumprir dificuldade direta equipamentos faze federacao identificacao morreram nesses padroes parem preta produzido
    provar proximas quebrar ranking realizados representacao seca sentem teremos vantagem vazio viagens vizinhos abordagem alianca bairros cadeira cai
    castelo caca chamadas coloque comprei cresceu caes determinado diferencas eis estarao estruturas exercicio jornalistas mel participou percebi pinto
    puder quao revelou seguem suporte vencedor verificar acabaram adolescente arquitetura biblia carioca chamados chines cruzeiro depressao destruicao
    divida envolvidos esforcos esqueci expectativa fale falha financeira gostou inicialmente machado montanha novidade orcamento papo pernambuco pescoco
    posicoes quebra realizadas recife resumo sono tensao teus tornaram transferencia oleo altamente angola antigas assistente brancos briga cerimonia
    chaves comparacao consequencias convidado convite defende deixaram deixei documentario encontrada entidade estranha ficava fa https iguais indicado
    instalacao jornalismo lembre madrugada marcou morar mostram motorista noites orientacao ouviu perde postos publicacoes recentes reduzir russa teriam
    usadas adolescentes aparencia apresentam aprovado areia cavalo chamam choque concentracao conversas coroa descoberta desistir dica escolhido esqueca
    explosao ficamos financiamento fizemos fluxo intitulado lenda links nariz nucleo ocupacao percebe permissao prata provavel recebi retirada retirar
    senao tabela tiros trinta visual voo anjo center chances colocando compromisso comprou conheceu cao dava dever dificeis entregue equipamento europeus
    exame expansao explicacao falamos fila flamengo ganhando hipotese iniciou instalacoes introducao lar limpa opcoes out participaram pastor perna piores
    pronta queijo querendo rotina sofre sorriso soube temer trabalhou acordar andando bateu bebida caminhos campanhas campus chamando cientistas composto
    conquistar disposicao ditadura elenco esconder escuro existentes fluminense fornecer habilidade individuais informar inspiracao invasao investimento
    judeus major marinha mega memorias miss necessaria pego presa realizou rota taxas transicao trecho velhos venceu versoes ze ajudando amarelo ampla
    aparecem aprendi assinatura aerea cem circulacao condenado considerados continuam cooperacao copo custos celulas especifico fiquem garotas hein
    incluem interpretacao maneiras olimpiadas organizada pedidos perguntando permanece progresso regionais resta rir roubar rumo semelhantes sujeito
    tentei virgem acreditam atores baixos conteudos correto desenhos especificamente esquece estima estradas expectativas fantasia financeiro
    infraestrutura loucura masculino mg nessas nocao perdao performance poderao publicidade recebendo receita resgate riscos senso setores testemunhas
    tenis utilizados vivemos alcool acontecem acontecimentos adorei ajude atingiu atitudes atua autora calendario chegam classes coelho composta
    conseguimos consequencia convencao crescente duracao encontrados entendeu excecao externa federais forem funcionamento gama ganho lance lavar legenda
    leitor leitores levam mi morrendo moca ondas paraiso pare pensou podendo receberam reunioes revolta suicidio trabalham vinha vizinho aceito animacao
    bala bicicleta cabelos cade cancoes carregar companhias concordo diretora diversidade elite embaixada envolvido espelho esquema estatisticas explicou
    fatores fazemos fraco gerar governos gravacao greve guardar humanas im imagine integrantes inumeras licao matando moto nascido olhada ovos parceiros
    partiu prato preocupar ramo reconhecer roteiro surge torcida transportes tristeza vidro vira voltando abertos acabam alimentacao alteracoes amplamente
    apaixonado ativa barcelona bordo brilhante carteira causou chamo composicao comunicacoes cristaos descobre dirigir distante dormindo elevado ensaio
    fizer folhas gostosa graduacao graus informou investimentos latino levanta limpar manifestacao manifestacoes maranhao margem marketing mexer more
    morro ocorrido papeis pesado placa possivelmente recorde reis relatorios revistas salas seculos tenente teto voltei oculos adeus avaliar carinho
    cidadania clubes coletiva coletivo combater conhecem conselhos construido contribuir criados devera dezenas dont dores encontros envolve episodios
    estiveram estrangeiro famosos fundamentais gastar gerente gravar gritar imagina ligados marcada medalha oceano opinioes ouve palmeiras parlamentar
    produtor reportagem reunir saudavel sentar sentenca sindicato sugere suspeito terrivel acontecido acusacoes adora anjos autoria avanco cartoes
    combinacao companheiro contos contribuicao controlo criatividade deixo dispositivo domingos download esportes estacoes formada fuga imenso instrucoes
    interessa iremos moro naturalmente observacao perigoso permitindo postou profissao poe relogio reune roda segredos sudeste tese tirando vozes achava
    adulto agradavel ambientais apresentando assinado avioes barriga bolso chinesa coloquei confronto conservacao correio cameras decidi deixado
    demonstrar diariamente dividir entrando escrevendo essencial estabelecimento estavamos evidencias falava feriado ficara fronteiras geografia herois
    incidente independentes irmas justamente lava mantendo moveis nervoso nobre olhe planejamento preparacao prioridade privacidade promessa proprietario
    po quadrinhos raizes recuperacao representar resultou roubo tente trafego turquia vinda absurdo acompanhado americanas anunciado assume atletico
    brincando circuito comentou companheiros compreender construida culturas demonstra deuses disto eletronico escravos ficaria filhas florestas frota
    houver implementacao inclusao indicacao junior lindas lutas luxo manteve neve pacote passeio prestar publicados representam reproducao rurais saudades
    sofa sustentavel taca terapia trilha vejam etica analisar assegurar atendimento atleta barato bombas cia confirmou cresce criador cuidados descreve
    emocao emocoes encontraram escolhas escrevi estarei estatuto explorar fantastico igrejas imigrantes imposto interessados ligada literalmente moscou
    mundiais objectivo oracao permanecer posta primeiramente panico quaisquer""")
